// SPDX-License-Identifier: MIT
import type { Activity } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { provider_name } from "../../src/elements/provider";
import { bytes } from "../../src/format/bytes";

export function downloads(activity: Activity, session: Session): Child {
  const formats = session.export_formats ?? [];
  if (activity.originals.length === 0 && formats.length === 0) return null;
  const files = activity.originals.map((file) =>
    h("li", null, [
      h("span", { class: "file-name" }, [
        h("a", { href: `/api/records/${encodeURIComponent(file.provider)}/${encodeURIComponent(file.id)}/original`, download: file.name }, file.name),
        h("span", { class: "quiet small" }, [file.format.toUpperCase(), bytes(file.bytes)].filter(Boolean).join(" · ")),
      ]),
      provider_name(session.providers.find(({ id }) => id === file.provider), file.provider),
    ]),
  );
  const exports = formats.map((format) =>
    h("a", { class: "button small", href: `/api/activities/${activity.id}/export?format=${format}`, download: true }, [icon("pull", 16), format.toUpperCase()]),
  );
  return [
    h("h2", null, "Files"),
    files.length > 0 && h("ul", { class: "card files" }, files),
    exports.length > 0 && h("div", { class: "actions exports" }, [h("span", { class: "quiet" }, "Save as"), exports]),
  ];
}
