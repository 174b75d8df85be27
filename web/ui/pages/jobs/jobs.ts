// SPDX-License-Identifier: MIT
import { page } from "../../src/app";

page(() => {});
