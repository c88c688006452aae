#include "flow/http_request_node.hpp"

#include "flow/read_graph.hpp"
#include "flow/references.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const Variables variables{{"ref", {std::string{"A 1/é"}}},
                          {"pin", {std::string{"12"}, true}},
                          {"line", {std::string{"a\r\nX: b"}}},
                          {"amount", {12.5}}};
const Sources someone{.fields = {{"firstName", std::string{"Zineb"}}}};
const Scope scope{variables, someone, "answered", "human"};

Draft drafted(const std::string& config) {
    return read_draft(R"({"startNodeId":"it","nodes":[{"id":"it","type":"http_request","config":)" +
                      config + "}]}");
}

HttpRequestNode node_of(const std::string& config) {
    auto draft = drafted(config);
    INFO(config);
    for (const auto& it : draft.problems.errors) INFO(it);
    REQUIRE(draft.problems.errors.empty());
    return std::get<HttpRequestNode>(draft.graph.nodes.front().kind);
}

std::string first_error(const std::string& config) {
    const auto draft = drafted(config);
    return draft.problems.errors.empty() ? "" : draft.problems.errors.front().code;
}

HttpRequest asked(const std::string& config) {
    const auto commands = enter(node_of(config), scope).commands;
    const auto* request = std::get_if<Request>(&commands.back());
    REQUIRE(request != nullptr);
    return request->what;
}

std::string refused(const std::string& config) {
    const auto commands = enter(node_of(config), scope).commands;
    const auto* leave = std::get_if<Leave>(&commands.back());
    return leave == nullptr || !leave->fault ? "" : leave->fault->code;
}

const std::string mapped = R"({"url":"https://a.example/x?key=1","map":[
    {"variable":"name","path":"/customer/name"},{"variable":"due","path":"/due","secret":true}]})";

/// What follows the answer, after what is noted of it.
Commands after(const RequestOver& it, const std::string& config = mapped) {
    const auto node = node_of(config);
    return step(node, enter(node, scope).next, it).commands;
}

Outputs outputs(std::initializer_list<const char*> names) {
    Outputs all;
    for (const auto* name : names) all.emplace_back(name);
    return all;
}

} // namespace

TEST_CASE("a request has its values in the URL percent-encoded (RFC 3986)", "[flow][http]") {
    CHECK(asked(R"({"url":"https://a.example/{{ref}}?q={{contact.firstName}}&n={{ amount }}"})")
              .url == "https://a.example/A%201%2F%C3%A9?q=Zineb&n=12.5");
    CHECK(asked(R"({"url":{"expression":"\"https://a.example/\" & amount"}})").url ==
          "https://a.example/12.5");
}

TEST_CASE("headers and bodies take their values as they are, JSON bodies as JSON", "[flow][http]") {
    const auto request = asked(R"({"method":"POST","url":"http://a.example",
        "headers":{"X-Ref":{"source":"variable","variableName":"ref"},"Accept":"text/plain"},
        "body":{"name":{"source":"contactField","field":"firstName"},"list":[1,{"expression":
            "amount * 2"},null,"\"{{ref}}\""],"source":"web","ref":{"source":"variable",
            "variableName":"ref"}},"timeout":900})");
    CHECK(request.method == "POST");
    CHECK(request.timeout == 900ms);
    CHECK(request.body ==
          R"({"name":"Zineb","list":[1,25,null,"\"{{ref}}\""],"source":"web","ref":"A 1/é"})");
    using Headers = std::vector<std::pair<std::string, std::string>>;
    CHECK(request.headers == Headers{{"X-Ref", "A 1/é"},
                                     {"Accept", "text/plain"},
                                     {"Content-Type", "application/json"}});
    const auto text = asked(R"({"method":"PUT","url":"http://a.example","body":"{{ref}}"})");
    CHECK(text.body == "{{ref}}");
    CHECK(text.headers == Headers{{"Content-Type", "text/plain; charset=utf-8"}});
    const auto typed = asked(R"({"method":"PUT","url":"http://a.example","body":{"expression":
        "\"a=\" & amount"},"headers":{"content-type":"application/x-www-form-urlencoded"}})");
    CHECK(typed.body == "a=12.5");
    CHECK(typed.headers.size() == 1);
}

TEST_CASE("what a secret is part of is a secret request, and its URL is not told", "[flow][http]") {
    const auto shown = [](const std::string& config) {
        return std::get<Requesting>(enter(node_of(config), scope).next).shown;
    };
    CHECK(shown(mapped) == "https://a.example/x"); // without its query
    CHECK_FALSE(asked(mapped).secret);
    CHECK(asked(R"({"url":"https://a.example/{{pin}}"})").secret);
    CHECK(shown(R"({"url":"https://a.example/{{pin}}"})") == masked);
    const auto* header = R"({"url":"https://a.example/b","headers":{"X-Pin":{"source":"variable",
        "variableName":"pin"}}})";
    CHECK(asked(header).secret);
    CHECK(shown(header) == "https://a.example/b");
    const auto* body = R"({"method":"POST","url":"https://a.example/b","body":{"pin":{"source":
        "variable","variableName":"pin"}}})";
    CHECK(asked(body).secret);
    CHECK(shown(body) == "https://a.example/b");
}

TEST_CASE("a 2xx answer sets its values, and leaves by its status, its class or onSuccess",
          "[flow][http]") {
    CHECK(after({0, 201, {std::string{"Zineb"}, 81.0}, {}}) ==
          Commands{NoteRequest{"GET", "https://a.example/x", 201, ""},
                   SetVariable{"name", {std::string{"Zineb"}}}, SetVariable{"due", {81.0, true}},
                   Leave{outputs({"201", "2xx", "onSuccess"})}});
    CHECK(after({0, 204, {}, {}}).at(1) == Command{SetVariable{"name", {Null{}}}});
}

TEST_CASE("another answer leaves by its status or its class, else as the node's error",
          "[flow][http]") {
    const auto commands = after({0, 404, {std::string{"x"}, 1.0}, {}});
    REQUIRE(commands.size() == 2); // it sets nothing
    const auto& leave = std::get<Leave>(commands.back());
    CHECK(leave.by == outputs({"404", "4xx", "onError"}));
    CHECK(leave.fault->code == "http_status");
    CHECK(std::get<Leave>(after({0, 302, {}, {}}).back()).by == outputs({"302", "3xx", "onError"}));
    CHECK(std::get<Leave>(after({0, 300, {}, {}}).back()).by == outputs({"300", "3xx", "onError"}));
    CHECK(std::get<Leave>(after({0, 299, {}, {}}).back()).by ==
          outputs({"299", "2xx", "onSuccess"}));
}

TEST_CASE("without an answer the fault is the node's error", "[flow][http]") {
    const Fault timeout{"request_timeout", "nothing came in time"};
    CHECK(after({0, 0, {}, timeout}) ==
          Commands{NoteRequest{"GET", "https://a.example/x", 0, "request_timeout"},
                   leave_failed(timeout)});
    CHECK(std::get<Leave>(after({0, 0, {}, {}}).back()).fault->code == "request_failed");
    CHECK(std::get<Leave>(after({0, 200, {}, Fault{"answer_too_large", ""}}).back()).by ==
          outputs({"onError"}));
}

TEST_CASE("a request is taken back when the call ends, and its late answer changes nothing",
          "[flow][http]") {
    const auto node = node_of(mapped);
    const auto begun = enter(node, scope);
    CHECK(release(begun.next) == Commands{CancelRequest{0}});
    CHECK(step(node, begun.next, RequestOver{1, 200, {}, {}}).commands.empty());
    CHECK(step(node, begun.next, KeyPressed{'1'}).commands.empty());
    const auto over = step(node, begun.next, RequestOver{0, 200, {}, {}});
    CHECK(release(over.next).empty());
    CHECK(step(node, over.next, RequestOver{0, 200, {}, {}}).commands.empty());
}

TEST_CASE("what cannot be asked is the node's error before anybody is asked", "[flow][http]") {
    const auto with_url = [](const std::string& expression) {
        return refused(R"({"url":{"expression":")" + expression + R"("}})");
    };
    CHECK(with_url("'ftp://a.example/'") == "invalid_url");
    CHECK(with_url("'https://a.example/ x'") == "invalid_url");
    CHECK(with_url("'https://user:pw@a.example/'") == "invalid_url");
    CHECK(with_url("'https:///x'") == "invalid_url");
    CHECK(with_url("nothing") == "variable_not_set");
    CHECK(refused(R"({"url":"https://a.example","headers":{"X":{"source":"variable",
              "variableName":"line"}}})") == "invalid_header");
    for (const auto& [text, refused] : {std::pair{"a\x7F", true}, {"a\tb é", false}}) {
        const Variables of_one{{"text", {std::string{text}}}};
        const auto made = enter(node_of(R"({"url":"https://a.example","headers":{"X":{"source":
            "variable","variableName":"text"}}})"),
                                {of_one, someone, "answered", "human"});
        CHECK(std::holds_alternative<Leave>(made.commands.back()) == refused);
    }
    const Variables long_one{{"text", {std::string(70'000, 'x')}}};
    const auto node = node_of(R"({"method":"POST","url":"https://a.example","body":{"source":
        "variable","variableName":"text"}})");
    const auto commands = enter(node, {long_one, someone, "answered", "human"}).commands;
    CHECK(std::get<Leave>(commands.back()).fault->code == "text_too_long");
}

TEST_CASE("only what a web address is taken for is one", "[flow][http]") {
    CHECK(is_web_url("https://a.example"));
    CHECK(is_web_url("http://127.0.0.1:8080/x?y#z"));
    CHECK(is_web_url("https://a.example/?mail=a@b.example"));
    for (const auto* wrong :
         {"", "https://", "https://?x", "http://:80", "//a.example", "javascript:x", "https://a@b",
          "https://a\\@b/@", "https://a\\b/", "https://a/\x7F", "https://a/é"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_web_url(wrong));
    }
    CHECK_FALSE(is_web_url("https://a.example/" + std::string(2'000, 'x')));
    CHECK(url_shown("https://a.example/b?key=1#x") == "https://a.example/b");
}

TEST_CASE("branches of a request are statuses and their classes", "[flow][http]") {
    const HttpRequestNode node;
    for (const auto* branch : {"404", "200", "5xx", "1xx"}) CHECK(is_branch(node, Output{branch}));
    for (const auto* other : {"onError", "6xx", "099", "40x", "4x4", "4", "4000"}) {
        CHECK_FALSE(is_branch(node, Output{other}));
    }
}

TEST_CASE("a request is read with all that may be wrong in it", "[flow][http]") {
    const auto with = [](const std::string& more) {
        return first_error(R"({"url":"https://a.example",)" + more + "}");
    };
    CHECK(first_error("{}") == "missing_member");
    CHECK(drafted("{}").problems.errors.size() == 1);
    CHECK(first_error(R"({"url":null})") == "missing_member");
    CHECK(first_error(R"({"url":"a.example"})") == "invalid_url");
    CHECK(first_error(R"({"url":"{{ref}}/x"})") == "invalid_url");
    CHECK(first_error(R"({"url":"https://{{host}}/x"})").empty());
    CHECK(first_error(R"({"url":"https://a.example/{{ref"})") == "invalid_url");
    CHECK(first_error(R"({"url":"https://a.example/{{true}}"})") == "invalid_url");
    CHECK(first_error(R"({"url":"https://a.example/{{contact.shoe}}"})") == "invalid_url");
    CHECK(with(R"("method":"HEAD")") == "unknown_value");
    CHECK(with(R"("timeout":99)") == "out_of_range");
    CHECK(with(R"("timeout":30001)") == "out_of_range");
    CHECK(with(R"("headers":{"Host":"b"})") == "invalid_header");
    CHECK(with(R"("headers":{"a b":"b"})") == "invalid_header");
    CHECK(with(R"("map":[{"variable":"x","path":"a"}])") == "invalid_path");
    CHECK(with(R"("map":[{"variable":"x","path":"/a~2"}])") == "invalid_path");
    CHECK(with(R"("map":[{"path":"/a"}])") == "missing_member");
    CHECK(with(R"("map":[{"variable":"x","path":""}])").empty());
    CHECK(with(R"("body":{"a":{"source":"variable"}})") == "missing_member");
    CHECK(with(R"("body":{"a":{"expression":"1 +"}})") == "bad_expression");
    CHECK(with(R"("body":")" + std::string(5, 'x') + "\"").empty());
    CHECK(with(R"("body":[")" + std::string(17'000, 'x') + "\"]") == "out_of_range");
}

TEST_CASE("all that a request reads is known", "[flow][http]") {
    const auto node = node_of(R"({"url":"https://a.example/{{a}}","headers":{"X":{"source":
        "variable","variableName":"b"}},"body":{"x":[{"expression":"c & attribute.d"}]}})");
    std::string names;
    for (const auto& source : sources_of(Kind{node})) names += source.name + ' ';
    CHECK(names == "a b c d ");
}
