# SPDX-License-Identifier: MIT
"""The OpenAPI document of a server, and answers held against it."""

import re

import json_documents


class OpenApi:
    def __init__(self, server):
        self.document = server.get("/api/openapi.json").json
        self.paths = self.document["paths"]
        self.closed = json_documents.closed(self.document)  # a field of which it does not tell is a fault

    def route(self, path):
        """The path of the document that an address belongs to."""
        fitting = [one for one in self.paths if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(one)), path.split("?")[0])]
        return min(fitting, key=lambda one: one.count("{"))

    def told_answers(self):
        """Method, path and status of every answer that is JSON and no error."""
        return {(method.upper(), path, status) for path, methods in self.paths.items() for method, operation in methods.items()
                for status, answer in operation["responses"].items() if status < "300" and "application/json" in answer["content"]}

    def faults(self, method, path, answer):
        """What an answer has that the document does not tell, or lacks."""
        responses = self.closed["paths"][path].get(method.lower(), {}).get("responses", {})
        schema = responses.get(str(answer.status), {}).get("content", {}).get("application/json", {}).get("schema")
        if schema is None or json_documents.jsonschema is None:
            return []
        return json_documents.faults_in(answer.json, schema, self.closed)
