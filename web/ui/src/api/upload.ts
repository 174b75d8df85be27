// SPDX-License-Identifier: MIT
// Files for the folder of files. Only XMLHttpRequest tells how far an upload is.
import { ApiError, session } from "./client";
import type { UploadAnswer } from "./settings";

function refusal(status: number, body: string): ApiError {
  try {
    const { error } = JSON.parse(body) as { error: { kind: string; message: string; hint: string } };
    return new ApiError(status, error.kind, error.message, error.hint);
  } catch {
    return new ApiError(status, "internal", `The server answered with status ${status}`, "try again in a moment");
  }
}

/** `progress` is told the part that is at the server, 0 to 1. */
export async function upload(files: File[], progress: (part: number) => void, signal: AbortSignal): Promise<UploadAnswer> {
  const { csrf } = await session();
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/file/upload");
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as UploadAnswer);
      else reject(refusal(request.status, request.responseText));
    });
    request.addEventListener("error", () => reject(new ApiError(0, "network", "The server cannot be reached", "is tracekit-web still running?")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
