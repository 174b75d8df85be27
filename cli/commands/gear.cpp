// SPDX-License-Identifier: MIT
#include "app/gear.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "commands/list.hpp"
#include "day_arguments.hpp"
#include "output/paragraph.hpp"
#include "output/table.hpp"
#include "output/words.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

constexpr std::size_t disagreements_shown = 10;
constexpr std::size_t months_shown = 24;
constexpr std::size_t wide_enough_for_first_use = 76;

struct GearArguments {
  std::vector<std::string> words; ///< an item's name, or what to do with aliases
  std::optional<std::string> from;
  std::optional<std::string> to;
};

/// The mileage as lines: an item, its other names, and what each provider counts.
class MileageTable {
public:
  MileageTable(Units units, const Terminal& terminal)
      : units_(units), with_first_use_(terminal.width >= wide_enough_for_first_use), table_(columns()) {}

  void add(const sync::GearItem& item) {
    add_line(item.name, item.total, Style::plain);
    for (const std::string& name : item.other_names) {
      table_.add({{"  = " + name, Style::dim}});
    }
    for (const sync::ProviderGearUse& provider : item.providers) {
      add_line("  " + provider_title(provider.provider), provider.use, Style::dim);
    }
  }

  [[nodiscard]] std::string render(const Terminal& terminal) const { return table_.render(terminal); }

private:
  [[nodiscard]] std::vector<Table::Column> columns() const {
    std::vector<Table::Column> columns{{"Gear", Align::left, 12, true},
                                       {"Workouts", Align::right},
                                       {"Distance", Align::right},
                                       {"Time", Align::right}};
    if (with_first_use_) {
      columns.push_back({"First use"});
    }
    columns.push_back({"Last use"});
    return columns;
  }

  void add_line(const std::string& name, const sync::GearUse& use, Style style) {
    const auto day = [](const std::optional<std::int64_t>& days) {
      return days ? format_date(date_of_days(*days)) : std::string();
    };
    const bool used = use.workouts > 0;
    std::vector<Table::Cell> cells{{name, style == Style::plain ? Style::bold : style},
                                   {with_thousands(use.workouts), style},
                                   {used ? mileage_words(use.distance_m, units_) : "", style},
                                   {used ? hours_words(use.duration_s) : "", style}};
    if (with_first_use_) {
      cells.push_back({day(use.first_day), style});
    }
    cells.push_back({day(use.last_day), style});
    table_.add(std::move(cells));
  }

  Units units_;
  bool with_first_use_;
  Table table_;
};

std::string heading(std::string_view text, const Terminal& terminal) {
  return "\n" + styled(text, Style::bold, terminal.colour) + "\n";
}

std::string disagreements_text(const std::vector<sync::GearDisagreement>& disagreements, const Terminal& terminal) {
  Table table({{"Workouts", Align::right},
               {"One says", Align::left, 12, true},
               {"The other", Align::left, 12, true},
               {"Months", Align::right}});
  for (std::size_t i = 0; i < std::min(disagreements.size(), disagreements_shown); ++i) {
    const sync::GearDisagreement& one = disagreements[i];
    table.add({{with_thousands(one.workouts)},
               {fmt::format("{} ({})", one.item, provider_title(one.provider))},
               {fmt::format("{} ({})", one.other_item.empty() ? "no gear" : one.other_item,
                            provider_title(one.other_provider))},
               {std::to_string(one.months.size())}});
  }
  std::string out = heading("Where providers disagree", terminal) + table.render(terminal);
  if (disagreements.size() > disagreements_shown) {
    out += fmt::format("and {} more; --json lists all\n", disagreements.size() - disagreements_shown);
  }
  return out;
}

/// The newest months first, each with the number of its changes, and how to make them.
std::string months_text(const std::map<Month, std::int64_t>& months, const Terminal& terminal) {
  std::string words;
  std::size_t shown = 0;
  for (auto month = months.rbegin(); month != months.rend() && shown < months_shown; ++month, ++shown) {
    words += fmt::format("{}{}\u00A0({})", shown == 0 ? "" : " ", month->first.text(), month->second);
  }
  if (months.size() > shown) {
    words += fmt::format(" and {} more", months.size() - shown);
  }
  const std::string newest = months.rbegin()->first.text();
  return heading("Months to fix", terminal) + wrapped(words, terminal.width, 0) +
         fmt::format("\n  tracekit sync-month {} --only equipment\n", newest);
}

std::string aliases_text(const std::vector<store::GearAlias>& aliases) {
  std::string out;
  for (const store::GearAlias& alias : aliases) {
    out += printable(fmt::format("{} = {}", alias.alias, alias.canonical)) + "\n";
  }
  return out;
}

std::string text_of(const app::GearView& view, Units units, const Terminal& terminal) {
  MileageTable table(units, terminal);
  for (const sync::GearItem& item : view.ledger.items) {
    table.add(item);
  }
  std::string out = table.render(terminal);
  if (view.filter.name.empty()) {
    out += fmt::format("\n{} workouts, {} without gear\n", with_thousands(view.ledger.workouts),
                       with_thousands(view.ledger.without_gear));
  }
  if (!view.ledger.disagreements.empty()) {
    out += disagreements_text(view.ledger.disagreements, terminal);
  }
  if (!view.months_to_fix.empty()) {
    out += months_text(view.months_to_fix, terminal);
  }
  if (!view.aliases.empty() && view.filter.name.empty()) {
    out += heading("Aliases", terminal) + aliases_text(view.aliases);
  }
  return out;
}

int show_gear(Session& session, const GearArguments& arguments) {
  const app::GearFilter filter{first_day_argument(arguments.from, "--from"), last_day_argument(arguments.to, "--to"),
                               fmt::format("{}", fmt::join(arguments.words, " "))};
  const app::GearView view = app::gear(session.app(), filter);
  if (session.options().json) {
    session.print_json(app::to_json(view));
  } else if (view.ledger.items.empty()) {
    session.print("No workout names any gear yet.\n");
  } else {
    session.print(text_of(view, session.app().settings().units, session.terminal()));
  }
  return 0;
}

/// Both names in `A = B`, `A=B` or `"A" "B"`; names of several words need no quotes around the sign.
std::pair<std::string, std::string> alias_and_name(const std::vector<std::string>& words) {
  const auto joined = [](auto from, auto to) { return fmt::format("{}", fmt::join(from, to, " ")); };
  if (const auto sign = std::ranges::find(words, "="); sign != words.end()) {
    return {joined(words.begin(), sign), joined(sign + 1, words.end())};
  }
  const std::string text = joined(words.begin(), words.end());
  if (std::ranges::count(text, '=') == 1) {
    return {text.substr(0, text.find('=')), text.substr(text.find('=') + 1)};
  }
  if (words.size() != 2) {
    throw Error(ErrorKind::usage, "which two names mean the same?",
                "tracekit gear alias \"Red bike\" = \"Tarmac SL7\"");
  }
  return {words[0], words[1]};
}

int report(Session& session, const app::GearAliasChange& change, std::string_view sentence) {
  for (const std::string& name : change.unknown) {
    session.say(fmt::format("No record names \"{}\" yet.", printable(name)));
  }
  if (session.options().json) {
    session.print_json(app::to_json(change));
  } else if (!session.options().quiet) {
    session.print(printable(std::string(sentence)) + "\n");
  }
  return 0;
}

int add_alias(Session& session, const std::vector<std::string>& words) {
  const auto [alias, name] = alias_and_name(words);
  const app::GearAliasChange change = app::add_gear_alias(session.app(), alias, name);
  return report(session, change,
                fmt::format("\"{}\" and \"{}\" are the same gear now; `tracekit gear unalias \"{}\"` takes that back.",
                            change.alias.alias, change.alias.canonical, change.alias.alias));
}

int remove_alias(Session& session, const std::vector<std::string>& words) {
  const app::GearAliasChange change = app::remove_gear_alias(session.app(), fmt::format("{}", fmt::join(words, " ")));
  return report(session, change,
                fmt::format("\"{}\" no longer stands for \"{}\".", change.alias.alias, change.alias.canonical));
}

int list_aliases(Session& session) {
  const auto aliases = session.app().mine().gear_aliases.all();
  if (session.options().json) {
    session.print_json(app::to_json(aliases));
  } else {
    session.print(aliases.empty() ? "There are no aliases. `tracekit gear alias A = B` adds one.\n"
                                  : aliases_text(aliases));
  }
  return 0;
}

int run_gear(Session& session, const GearArguments& arguments) {
  const std::string first = arguments.words.empty() ? "" : arguments.words.front();
  const std::vector<std::string> others(arguments.words.begin() + (first.empty() ? 0 : 1), arguments.words.end());
  if (first == "alias" && !others.empty()) {
    return add_alias(session, others);
  }
  if (first == "unalias") {
    return remove_alias(session, others);
  }
  if (first == "alias" || first == "aliases") {
    return list_aliases(session);
  }
  return show_gear(session, arguments);
}

} // namespace

void add_gear(CommandLine& command_line) {
  auto arguments = std::make_shared<GearArguments>();
  Command& command = command_line.command("gear", "Show the mileage of your gear, and where providers disagree on it");
  command
      .option("WORDS", arguments->words,
              "words of a name, to show only that gear; or `alias A = B` when two names mean the same gear, "
              "`unalias A` to take that back, `aliases` to list them")
      .such_as({"alias", "unalias", "aliases"});
  command.option("--from", arguments->from, "first day, YYYY-MM-DD, or first month");
  command.option("--to", arguments->to, "last day, YYYY-MM-DD, or last month");
  command.runs([arguments](Session& session) { return run_gear(session, *arguments); });
}

} // namespace tracekit::cli
