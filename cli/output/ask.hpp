// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit::cli {

/// What the answers to "the same workout?" mean.
inline constexpr std::string_view same_workout_letters =
    "y: the same workout, d: different workouts, n: ask again another time, q: stop";

/// Makes `interrupt_questions` work; called once, before signals are caught.
void make_questions_interruptible();

/// Ends the question that waits, and every later one at once. Safe in a signal handler.
void interrupt_questions() noexcept;

/// Asks on stderr and reads a line from stdin. False when there is no more input, or after
/// `interrupt_questions`.
bool ask_line(std::string_view question, std::string& answer);

/// The same for a secret: what is typed on a terminal does not show. Without a terminal it is the next line of stdin,
/// and nothing is asked.
bool ask_secret(std::string_view question, std::string& answer);

/// Asks until one of the letters is typed, in either case, and returns it; `help` tells what they mean when something
/// else is typed. Returns `q` when there is no more input, or a signal came. `letters` shows after the question:
/// `[y/n/q]`.
char ask_letter(std::string_view question, std::string_view letters, std::string_view help);

} // namespace tracekit::cli
