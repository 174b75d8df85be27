// SPDX-License-Identifier: MIT
// Runs before the page is painted, so that a dark page never flashes white.
import { apply_theme, chosen_theme } from "./theme";

apply_theme(chosen_theme());
