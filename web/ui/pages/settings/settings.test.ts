// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, place_at } from "./order";

test("an entry of a list is moved, not beyond its ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 9), ["a", "b", "c"]);
});

test("what is dragged goes before the first whose middle is below it", () => {
  assert.equal(place_at(5, [10, 30, 50]), 0);
  assert.equal(place_at(35, [10, 30, 50]), 2);
  assert.equal(place_at(99, [10, 30, 50]), 3);
});
