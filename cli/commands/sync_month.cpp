// SPDX-License-Identifier: MIT
#include "app/sync_month.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

#include "app/app.hpp"
#include "app/changes.hpp"
#include "app/dismissal.hpp"
#include "app/judgement.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "output/comparison_text.hpp"
#include "output/plan_text.hpp"
#include "sync/change_id.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::cli {
namespace {

constexpr int exit_differences = 6;

struct SyncArguments {
  std::string month;
  app::ChangeFilter filter;
  bool dry_run = false;
  bool yes = false;
  bool really_all = false;
  bool no_pull = false;
  bool check = false;

  [[nodiscard]] bool looks_only() const { return dry_run || check; }
};

/// What a person said to one question; `different` only to whether two records are one workout.
enum class Answer { yes, no, never, all, different, quit };

Answer answer_of(char letter) {
  switch (letter) {
  case 'y':
    return Answer::yes;
  case 'n':
    return Answer::no;
  case 'v':
    return Answer::never;
  case 'a':
    return Answer::all;
  case 'd':
    return Answer::different;
  default:
    return Answer::quit;
  }
}

Answer ask(Session& session, const std::string& question) {
  session.flush();
  return answer_of(ask_letter(question, "ynvaq",
                              "y applies it, n leaves it for another time, v never proposes it again, a applies it and "
                              "all that follow, q stops"));
}

Answer ask_whether_same(Session& session, const std::string& question) {
  session.flush();
  return answer_of(ask_letter(question, "ydnq", same_workout_letters));
}

bool is_applicable(const sync::Change& change) {
  return change.blocked.empty() && change.kind != sync::ChangeKind::duplicate;
}

/// Applies what was approved, one by one, and tells how each went.
class Applying {
public:
  Applying(Session& session, const SyncArguments& arguments)
      : session_(session), arguments_(arguments), applier_(session.app()), all_(arguments.yes) {}

  void run(const sync::Comparison& comparison) {
    const PlanWords plan(comparison, session_.app().settings().units);
    for (const Proposal& proposal : proposals_of(comparison)) {
      if (!is_applicable(*proposal.front())) {
        continue;
      }
      const std::string words = printable(plan.sentence(proposal));
      const Answer answer = answer_for(*proposal.front(), words);
      if (answer == Answer::quit || session_.cancellation().requested()) {
        stopped_ = true;
        break;
      }
      if (answer == Answer::different) {
        const sync::Change& question = *proposal.front();
        app::remember(session_.app(), question.target, question.source, store::VerdictKind::different);
      } else if (answer == Answer::never) {
        dismiss(proposal, comparison.month);
      } else if (answer != Answer::no) {
        apply(proposal, words);
      }
    }
    applier_.finish();
  }

  /// Whether a stored file or a new row may have told more than was known when the plan was made; then what it brings
  /// up is left in the comparison, and nothing else.
  bool has_followers(sync::Comparison& comparison) {
    const std::set<ActivityId> grown = std::exchange(grown_, {});
    std::erase_if(comparison.changes, [&](const sync::Change& change) { return !grown.contains(change.activity); });
    return !stopped_ && !comparison.changes.empty();
  }

  [[nodiscard]] const std::vector<app::AppliedChange>& results() const { return results_; }
  [[nodiscard]] std::size_t failed() const {
    return static_cast<std::size_t>(
        std::count_if(results_.begin(), results_.end(), [](const auto& r) { return !r.done; }));
  }

private:
  Answer answer_for(const sync::Change& change, const std::string& words) {
    if (change.kind == sync::ChangeKind::link) {
      // A machine's guess never becomes a person's word by --yes or by "all".
      return arguments_.yes ? Answer::no : ask_whether_same(session_, words);
    }
    if (all_) {
      return Answer::yes;
    }
    const Answer answer = ask(session_, words);
    all_ = answer == Answer::all;
    return answer;
  }

  void dismiss(const Proposal& proposal, Month month) {
    for (const sync::Change* change : proposal) {
      const std::string id = sync::change_id(*change);
      app::dismiss_change(session_.app(), month, id);
      session_.say(fmt::format("Never proposed again, until `tracekit undo {}` brings it back.", id));
    }
  }

  void apply(const Proposal& proposal, const std::string& words) {
    std::string failure;
    for (const sync::Change* change : proposal) {
      results_.push_back(applier_.apply(*change));
      if (!results_.back().done && failure.empty()) {
        failure = results_.back().message;
      }
      if (results_.back().done &&
          (change->kind == sync::ChangeKind::download || change->kind == sync::ChangeKind::add)) {
        grown_.insert(change->activity);
      }
    }
    if (session_.options().json || (failure.empty() && session_.options().quiet)) {
      return;
    }
    const bool colour = session_.terminal().colour;
    session_.print(failure.empty() ? styled("✓ ", Style::green, colour) + words + "\n"
                                   : styled("✗ ", Style::red, colour) + words + ": " + printable(failure) + "\n");
    session_.flush();
  }

  Session& session_;
  const SyncArguments& arguments_;
  app::ChangeApplier applier_;
  bool all_;
  bool stopped_ = false;
  std::set<ActivityId> grown_; ///< activities that got a record
  std::vector<app::AppliedChange> results_;
};

void show(Session& session, const sync::Comparison& comparison) {
  if (comparison.rows.empty()) {
    session.print(fmt::format("No activities in {}.\n", comparison.month.text()));
    return;
  }
  session.print(comparison_table(comparison, session.app().settings().units, session.terminal()));
  if (comparison.changes.empty()) {
    session.print(fmt::format("\nNothing to do: all providers agree on {}.\n", comparison.month.text()));
  } else {
    session.print("\n");
    session.print(PlanWords(comparison, session.app().settings().units).list(session.terminal()));
  }
}

/// Whether to apply at all; says why not.
enum class Permission { apply, nothing_to_apply, refused };

Permission permission_for(Session& session, const SyncArguments& arguments, const sync::Comparison& comparison) {
  const auto applicable = std::count_if(comparison.changes.begin(), comparison.changes.end(), is_applicable);
  if (arguments.looks_only() || applicable == 0) {
    return Permission::nothing_to_apply;
  }
  if (!arguments.yes && !session.terminal().interactive) {
    session.say(
        "Nothing was applied: there is no terminal to ask on. Add --yes to apply the plan, or --dry-run to only look.");
    return Permission::nothing_to_apply;
  }
  const auto unusual = app::unusual_extent(comparison);
  for (const std::string& sentence : unusual) {
    session.say("Careful: " + sentence + ".");
  }
  if (unusual.empty() || arguments.really_all) {
    return Permission::apply;
  }
  if (arguments.yes) {
    session.say("Nothing was applied. If that is what you want, add --really-all.");
    return Permission::refused;
  }
  session.flush();
  return ask_letter("Go on?", "ynq", "y asks about each change, n and q apply nothing") == 'y'
             ? Permission::apply
             : Permission::nothing_to_apply;
}

sync::Comparison compare(Session& session, const SyncArguments& arguments, Month month) {
  app::refresh_touched_months(session.app());
  sync::Comparison comparison = app::compare_month(session.app(), month);
  app::filter_changes(comparison, arguments.filter);
  return comparison;
}

nlohmann::json document_of(const sync::Comparison& comparison, const std::vector<app::AppliedChange>& results) {
  nlohmann::json document = sync::to_json(comparison);
  document["applied"] = nlohmann::json::array();
  for (const app::AppliedChange& result : results) {
    document["applied"].push_back(app::to_json(result));
  }
  return document;
}

int run_sync(Session& session, const SyncArguments& arguments) {
  const Month month = Month::parse(arguments.month);
  app::App& app = session.app();
  int pull_code = 0;
  if (!arguments.no_pull) {
    for (const std::string& sentence : app::pull_missing(app, month, pull_code)) {
      session.say(sentence);
    }
  }
  app::ProviderLocks locks; // from the plan to the last write
  if (!arguments.looks_only()) {
    locks = app::lock_for_changes(app);
    for (const std::string& sentence : app::resolve_open_intents(app)) {
      session.say(sentence);
    }
  }
  const sync::Comparison comparison = compare(session, arguments, month);
  if (!session.options().json) {
    show(session, comparison);
  }
  Applying applying(session, arguments);
  const Permission permission = permission_for(session, arguments, comparison);
  if (permission == Permission::apply) {
    applying.run(comparison);
    sync::Comparison after = compare(session, arguments, month);
    if (applying.has_followers(after)) {
      applying.run(after);
    }
  }
  if (session.options().json) {
    session.print_json(document_of(comparison, applying.results()));
  }
  session.cancellation().check();
  if (arguments.check && !comparison.changes.empty()) {
    return exit_differences;
  }
  return permission == Permission::refused ? 1 : applying.failed() > 0 ? 3 : pull_code;
}

} // namespace

void add_sync_month(CommandLine& command_line) {
  auto arguments = std::make_shared<SyncArguments>();
  Command& command =
      command_line.command("sync-month", "Compare a month across providers and fix what differs, on your approval");
  command.option("MONTH", arguments->month, "YYYY-MM").required();
  command.flag("--dry-run", arguments->dry_run, "only show the plan");
  command.flag("--yes", arguments->yes, "apply without asking (doubtful matches stay questions)");
  command.flag("--really-all", arguments->really_all,
               "with --yes: even when it changes more than half of a provider's month");
  command
      .option("--only", arguments->filter.kinds, "only these kinds: name,equipment,metadata,add,upload,download,link")
      .separated_by(',');
  command.option("--provider", arguments->filter.providers, "only changes at this provider (may be repeated)")
      .such_as(provider_ids());
  command.flag("--no-pull", arguments->no_pull, "work with what is stored");
  command.flag("--check", arguments->check, "apply nothing, exit with 6 when something differs");
  command.runs([arguments](Session& session) { return run_sync(session, *arguments); });
}

} // namespace tracekit::cli
