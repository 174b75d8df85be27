// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "app/app.hpp"
#include "app/clock_doctor.hpp"
#include "app/judgement.hpp"
#include "app/words_said.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "output/evidence_text.hpp"
#include "output/said_text.hpp"
#include "output/words.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

using store::VerdictKind;

struct ReviewArguments {
  std::vector<std::string> same;
  std::vector<std::string> different;
  std::vector<std::string> correct;
  std::vector<std::string> keep;
  bool said = false;

  [[nodiscard]] bool answers() const {
    return !same.empty() || !different.empty() || !correct.empty() || !keep.empty();
  }
};

/// `1:00 h`
std::string hours_words(std::int64_t seconds) { return fmt::format("{}:{:02} h", seconds / 3600, seconds % 3600 / 60); }

std::string text_of(const app::ClockOffset& offset, const TimeZone& home) {
  const std::string period = offset.first_day == offset.last_day
                                 ? "on " + format_date(date_of_days(offset.first_day))
                                 : fmt::format("from {} to {}", format_date(date_of_days(offset.first_day)),
                                               format_date(date_of_days(offset.last_day)));
  std::string out =
      fmt::format("{} records of {} {} start exactly {} {} than the same workouts elsewhere; {} in these "
                  "days agree.\n",
                  offset.records, provider_title(offset.provider), period, hours_words(std::abs(offset.offset_s)),
                  offset.offset_s > 0 ? "later" : "earlier", offset.in_step);
  for (const app::ClockWitness& witness : offset.witnesses) {
    out += fmt::format("  {} there, {} at {}  {}\n", start_words(home.to_wall(witness.start), false),
                       start_words(home.to_wall(witness.other_start), false), provider_title(witness.other.provider),
                       printable(witness.name));
  }
  return out;
}

std::int64_t question_number(const std::string& text) {
  if (const auto number = parse_integer(text)) {
    return *number;
  }
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is not the number of a question", text),
              "`tracekit review --json` lists them");
}

std::string text_of(const app::OpenQuestion& question, app::App& app, const Terminal& terminal) {
  return records_side_by_side({question.a, question.b}, app.home(), app.settings().units, terminal) +
         styled(printable(question.why) + "\n", Style::bold, terminal.colour) +
         evidence_list(question.evidence, terminal);
}

std::string counted(std::size_t count) { return fmt::format("{} question{}", count, count == 1 ? "" : "s"); }

void list_questions(Session& session, const std::vector<app::OpenQuestion>& questions) {
  for (const app::OpenQuestion& question : questions) {
    session.print(fmt::format("Question {}\n{}\n", question.id, text_of(question, session.app(), session.terminal())));
  }
  session.print(questions.empty() ? "No doubtful matches.\n" : "");
}

/// Asks until all are answered or put off. An answer may settle other questions, so they are read again after each.
void ask_all(Session& session) {
  app::App& app = session.app();
  std::set<std::int64_t> put_off;
  while (true) {
    std::vector<app::OpenQuestion> questions = app::open_questions(app);
    std::erase_if(questions, [&](const app::OpenQuestion& question) { return put_off.contains(question.id); });
    if (questions.empty()) {
      session.print(put_off.empty() ? "No doubtful matches are left.\n"
                                    : fmt::format("{} left for another time.\n", counted(put_off.size())));
      return;
    }
    const app::OpenQuestion& question = questions.front();
    session.print(text_of(question, app, session.terminal()));
    session.flush();
    const std::string prompt = fmt::format("The same workout? ({} left)", questions.size());
    const char letter = ask_letter(prompt, "ydnq", same_workout_letters);
    session.print("\n");
    if (letter == 'q' || session.cancellation().requested()) {
      return;
    }
    if (letter == 'n') {
      put_off.insert(question.id);
    } else {
      app::answer_question(app, question.id, letter == 'y' ? VerdictKind::same : VerdictKind::different);
    }
  }
}

/// Returns false when the person wants to stop.
bool ask_clocks(Session& session) {
  app::App& app = session.app();
  for (const app::ClockOffset& offset : app::clock_offsets(app)) {
    session.print(text_of(offset, app.home()));
    session.flush();
    const char letter =
        ask_letter("Correct their times in tracekit?", "ydnq",
                   "y: take them for wrong by this much, d: they are right, n: ask again another time, q: stop");
    session.print("\n");
    if (letter == 'q' || session.cancellation().requested()) {
      return false;
    }
    if (letter != 'n') {
      app::say_on_clock(app, offset.id, letter == 'y');
    }
  }
  return true;
}

void list_clocks(Session& session) {
  for (const app::ClockOffset& offset : app::clock_offsets(session.app())) {
    session.print(fmt::format("Clock {}\n{}\n", offset.id, text_of(offset, session.app().home())));
  }
}

void take_answers(app::App& app, const ReviewArguments& arguments) {
  for (const std::string& text : arguments.same) {
    app::answer_question(app, question_number(text), VerdictKind::same);
  }
  for (const std::string& text : arguments.different) {
    app::answer_question(app, question_number(text), VerdictKind::different);
  }
  for (const std::string& id : arguments.correct) {
    app::say_on_clock(app, id, true);
  }
  for (const std::string& id : arguments.keep) {
    app::say_on_clock(app, id, false);
  }
}

int list_said(Session& session) {
  app::App& app = session.app();
  const app::WordsSaid words = app::words_said(app);
  if (session.options().json) {
    session.print_json(app::to_json(words));
    return 0;
  }
  if (words.left_out.empty() && words.pairs.empty()) {
    session.print("You have said nothing yet.\n");
  }
  if (!words.left_out.empty()) {
    session.print("Left out; `tracekit ignore --stop` brings a record back\n" +
                  left_out_table(words.left_out, app, session.terminal()));
  }
  if (!words.pairs.empty()) {
    session.print("Said; `tracekit link` and `unlink` say otherwise\n" +
                  said_pairs_table(words.pairs, app, session.terminal()));
  }
  return 0;
}

int run_review(Session& session, const ReviewArguments& arguments) {
  if (arguments.said) {
    return list_said(session);
  }
  app::App& app = session.app();
  take_answers(app, arguments);
  if (session.options().json) {
    nlohmann::json document = app::to_json(app::open_questions(app));
    document["clock_offsets"] = app::to_json(app::clock_offsets(app));
    session.print_json(document);
  } else if (arguments.answers()) {
    session.print(fmt::format("{} left.\n", counted(app::open_questions(app).size())));
  } else if (session.terminal().interactive) {
    if (ask_clocks(session)) { // first, since a corrected clock settles other questions
      ask_all(session);
    }
  } else {
    list_clocks(session);
    list_questions(session, app::open_questions(app));
  }
  session.cancellation().check();
  return 0;
}

} // namespace

void add_review(CommandLine& command_line) {
  auto arguments = std::make_shared<ReviewArguments>();
  Command& command = command_line.command(
      "review", "Go through doubtful matches: the same workout, different, or later; and clocks that are off");
  command.option("--same", arguments->same, "answer this question without asking (may be repeated)");
  command.option("--different", arguments->different, "answer this question without asking (may be repeated)");
  command.option("--correct", arguments->correct, "take this provider's clock for wrong (may be repeated)");
  command.option("--keep", arguments->keep, "take this provider's clock for right (may be repeated)");
  command.flag("--said", arguments->said, "show what you have said so far, and what is left out");
  command.runs([arguments](Session& session) { return run_review(session, *arguments); });
}

} // namespace tracekit::cli
