// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tracekit::web {

/// What the OpenAPI document says of a route besides method, path and right, told where the route is registered.
class Description {
public:
  /// A JSON Schema type.
  enum class Type { text, integer, boolean, list, object, any };

  struct Value {
    std::string name;
    Type type = Type::text;
    bool is_needed = false;
    std::string meaning;
  };

  /// One sentence.
  Description& says(std::string summary) {
    summary_ = std::move(summary);
    return *this;
  }
  /// A value of the query. None of them is needed unless it says so.
  Description& asks(std::string name, std::string meaning, Type type = Type::text, bool is_needed = false) {
    query_.push_back({std::move(name), type, is_needed, std::move(meaning)});
    return *this;
  }
  /// A field of the body, which is a JSON object.
  Description& takes(std::string name, std::string meaning, Type type = Type::text) {
    body_.push_back({std::move(name), type, true, std::move(meaning)});
    return *this;
  }
  Description& may_take(std::string name, std::string meaning, Type type = Type::text) {
    body_.push_back({std::move(name), type, false, std::move(meaning)});
    return *this;
  }
  /// The body is an object of any fields.
  Description& takes_any() {
    takes_any_ = true;
    return *this;
  }
  /// The status when all goes well, and the type of what is answered. What is JSON needs a shape, too.
  Description& answers(int status, std::string content_type = "application/json") {
    status_ = status;
    content_type_ = std::move(content_type);
    return *this;
  }

  /// What is answered, by the name of its JSON Schema in docs/reference/json.
  Description& shape(std::string name) {
    shape_ = std::move(name);
    return *this;
  }
  /// A list of these is answered: alone, or as this field of an object.
  Description& shapes(std::string name, std::string field = "") {
    is_list_ = true;
    list_field_ = std::move(field);
    return shape(std::move(name));
  }
  /// The same shape is answered with this status, too, where others answer an error.
  Description& also_with(int status) {
    other_status_ = status;
    return *this;
  }
  /// A field of an answer so small that it has no schema of its own. Each is always there.
  Description& tells(std::string name, Type type = Type::text) {
    answer_.push_back({std::move(name), type, true, ""});
    return *this;
  }

  [[nodiscard]] const std::string& summary() const { return summary_; }
  [[nodiscard]] const std::vector<Value>& query() const { return query_; }
  [[nodiscard]] const std::vector<Value>& body() const { return body_; }
  [[nodiscard]] bool takes_body() const { return takes_any_ || !body_.empty(); }
  [[nodiscard]] bool takes_any_field() const { return takes_any_; }
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& content_type() const { return content_type_; }
  [[nodiscard]] const std::string& shape() const { return shape_; } ///< empty: it has none of its own
  [[nodiscard]] bool is_list() const { return is_list_; }
  [[nodiscard]] const std::string& list_field() const { return list_field_; }
  [[nodiscard]] int other_status() const { return other_status_; } ///< 0: none
  [[nodiscard]] const std::vector<Value>& answer() const { return answer_; }

private:
  std::string summary_;
  std::vector<Value> query_;
  std::vector<Value> body_;
  bool takes_any_ = false;
  int status_ = 200;
  std::string content_type_ = "application/json";
  std::string shape_;
  bool is_list_ = false;
  std::string list_field_;
  int other_status_ = 0;
  std::vector<Value> answer_;
};

} // namespace tracekit::web
