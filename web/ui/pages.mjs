// SPDX-License-Identifier: MIT
// The pages of the dashboard: a page is one folder in pages/ and one line here.
//
//   title   what the browser's tab says
//   shell   "app" has navigation and needs a session; "plain" stands alone (pages/<name>/<name>.html is its content)
//   nav     the entry of the navigation that is marked while this page is shown
//   early   JSON that the page asks for at once: fetched while its script is still loading
export const pages = [
  { name: "calendar", title: "Calendar", shell: "app", nav: "calendar", early: ["/api/calendar"] },
  { name: "month", title: "Month", shell: "app", nav: "calendar" },
  { name: "activity", title: "Activity", shell: "app", nav: "calendar" },
  { name: "review", title: "Doubtful matches", shell: "app", nav: "review" },
  { name: "gear", title: "Gear", shell: "app", nav: "gear" },
  { name: "history", title: "History", shell: "app", nav: "history" },
  { name: "notifications", title: "Notifications", shell: "app", nav: "notifications" },
  { name: "jobs", title: "Jobs", shell: "app", nav: "jobs" },
  { name: "settings", title: "Settings", shell: "app", nav: "settings" },
  { name: "tokens", title: "API tokens", shell: "app", nav: "tokens" },
  { name: "users", title: "Users", shell: "app", nav: "users" },
  { name: "login", title: "Log in", shell: "plain" },
  { name: "signup", title: "Sign up", shell: "plain" },
  { name: "problem", title: "Problem", shell: "plain" },
];

// The navigation, in its order. `first`: also stands in the bar of phones; the others are behind "More" there.
export const navigation = [
  { name: "calendar", href: "/", title: "Calendar", icon: "calendar", first: true },
  { name: "review", href: "/review", title: "Review", icon: "review", first: true },
  { name: "gear", href: "/gear", title: "Gear", icon: "gear", first: true },
  { name: "notifications", href: "/notifications", title: "Notifications", short: "Alerts", icon: "bell", first: true },
  { name: "history", href: "/history", title: "History", icon: "history" },
  { name: "jobs", href: "/jobs", title: "Jobs", icon: "jobs" },
  { name: "settings", href: "/settings", title: "Settings", icon: "settings" },
  { name: "tokens", href: "/tokens", title: "API tokens", icon: "key" },
  { name: "users", href: "/users", title: "Users", icon: "users", admin: true },
];
