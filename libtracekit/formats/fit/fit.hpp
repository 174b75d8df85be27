// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "model/recording.hpp"

/// Reading FIT, the binary format of sport devices. Section numbers in comments are those of the FIT protocol
/// description that ships with the documentation.
namespace tracekit::fit {

/// Whether the bytes begin with a FIT header (the signature `.FIT` at offset 8).
bool looks_like_fit(ByteView bytes);

/// Reads a FIT file: all its chained parts, whatever their byte order, protocol version or maker.
///
/// What becomes of what:
/// - Each session message is one Recording (a triathlon has several), with the laps, pool lengths and samples that
///   belong to it. A part with samples but without a session (a crash, a course) is one Recording, whose totals come
///   from the samples. Files without both (monitoring, settings, workouts ...) have no recordings, but counts, type
///   and device.
/// - Every sample (record message) lands in exactly one recording, and every field of it becomes a channel: fields that
///   the profile does not know are called `field_<number>`, members of arrays `name.0`, `name.1` ... Only text fields
///   and channels without any value are left out.
/// - Fields with an enhanced twin share one channel (`speed`, `altitude`, `respiration_rate`): in samples the enhanced
///   value wins, else the plain one, else what a compressed field says. In session and lap totals the plain value wins
///   where both are written, as in the decoder of the format's owner.
/// - Heart rates that a chest strap recorded by itself (hr messages) become the channel `heart_rate_strap`, one mean
/// per
///   sample; `heart_rate` stays what the samples said. Intervals between beats (hrv) are counted only.
/// - Developer fields are channels under their own names. When one stands in for a field of the profile, a warning says
/// so.
/// - Times of a clock that counts from power-on are moved to UTC with the file's time correlation, else with the
///   activity's local time (and a warning), else left as they are (and a warning).
/// - Totals that a session lacks are computed from its samples (`derive_missing`); what the device wrote is kept.
/// - `first` and `last` skip half positions, latitude and longitude both 0, and latitudes beyond the poles; the
///   channels keep them all.
///
/// Damage: what can be read is read, and each broken thing is one sentence in `ActivityFile::damage`. Reading
/// of a part stops at the first impossible thing (data without a definition, an unknown base type, a message that is
/// cut); what came before is kept. A wrong or missing checksum, a wrong size in the header, bytes that belong to
/// nothing and a broken second part are reported likewise. Hostile files cannot make it allocate more than a small
/// multiple of their own size: channels, sessions, laps and lengths beyond that are left out and reported.
///
/// Throws Error(input) when nothing at all can be read: no bytes, no FIT header, or not one whole message.
ActivityFile decode(ByteView bytes);

} // namespace tracekit::fit
