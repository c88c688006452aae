#include "call/call.hpp"
#include "call/state_json.hpp"
#include "flow/json_values.hpp"
#include "flow/link.hpp"
#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

// Runs tests/flows/*.txt: whole calls as a person would tell them, in blocks of an event, `----`,
// and what it leads to. REWRITE=1 writes down what the engine does now.

using namespace hatif;
using namespace hatif::call;

namespace {

const std::filesystem::path folder = "../../tests/flows";

/// What the events of a transcript may leave out: the ticket of the last play and timer.
struct Last {
    Ticket play{-1, -1};
    Ticket timer{-1, -1};
    Ticket recording{-1, -1};
    Ticket request{-1, -1};
    std::vector<std::string> wanted{}; // of the request
};

Ticket ticket_or(std::istream& words, Ticket otherwise) {
    char dot = 0;
    Ticket ticket;
    if (words >> ticket.visit >> dot >> ticket.round) return ticket;
    return otherwise;
}

/// "wanted 1234": names and texts, in turns; "inbound" before them for a call that came.
Begun begun_with(std::istream& words) {
    Begun begun;
    std::string name;
    std::string text;
    while (words >> name) {
        if (name == "inbound") begun.inbound = true;
        if (name != "inbound" && words >> text) begun.variables.emplace(name, flow::Variable{text});
    }
    return begun;
}

/// "machine long_greeting", "human greeting_then_silence": heard by 1.8 s.
AmdDecided verdict_of(std::istream& words) {
    using namespace std::chrono_literals;
    std::string who;
    std::string cause;
    words >> who >> cause;
    detection::Verdict verdict{.delay = 1'800ms, .greeting = 1'500ms, .words = 5};
    verdict.answerer = who == "machine" ? detection::Answerer::machine : detection::Answerer::human;
    for (int at = 0; at <= static_cast<int>(detection::AmdCause::time_is_up); ++at) {
        const auto it = static_cast<detection::AmdCause>(at);
        if (to_string(it) == cause) verdict.cause = it;
    }
    return {verdict};
}

/// "over silence", "over nothing_said", "over failed disk_full", "over 2.0 stopped".
RecordingOver recording_over(std::istream& words, Ticket last) {
    using namespace std::chrono_literals;
    std::string word;
    words >> word >> word;
    RecordingOver it{last, "rec-1"};
    if (word.find('.') != std::string::npos) {
        std::istringstream ticket{word};
        it.recording = ticket_or(ticket, last);
        words >> word;
    }
    it.why = word;
    it.spoke = word != "nothing_said";
    it.length = 4'200ms;
    if (words >> word) it.fault = Fault{word, "it could not be kept"};
    return it;
}

/// "over 200 {"due":5}", "failed request_timeout", "failed answer_too_large 200".
RequestOver request_over(std::istream& words, const Last& last) {
    std::string how;
    words >> how;
    RequestOver it{last.request};
    if (how == "over") {
        std::string answer;
        words >> it.status;
        std::getline(words, answer);
        it.values = flow::values_in(answer, last.wanted);
        return it;
    }
    words >> how;
    it.fault = Fault{how, "there is no answer"};
    words >> it.status;
    return it;
}

/// "key 2", "prompt over", "timer 1.0", "refused busy sip_486_busy_here 486 17",
/// "amd machine beep", "beep heard", "recording over silence", "transfer done 200".
Event event_of(const std::string& line, const Last& last) {
    std::istringstream words{line};
    std::string first;
    words >> first;
    const auto next = [&] {
        std::string word;
        words >> word;
        return word;
    };
    if (first == "begin") return begun_with(words);
    if (first == "ringing") return Ringing{180};
    if (first == "answered") return Answered{};
    if (first == "key") return KeyPressed{next().front()};
    if (first == "timer") return TimerFired{ticket_or(words, last.timer)};
    if (first == "amd") return verdict_of(words);
    if (first == "beep") return BeepAwaited{next() == "heard", std::chrono::milliseconds{2'100}};
    if (first == "recording") return recording_over(words, last.recording);
    if (first == "request") return request_over(words, last);
    if (first == "transfer") return TransferOver{next() == "done", std::stoi(next())};
    if (first == "hung") return HungUp{"", 16}; // "hung up by the callee"
    if (first == "lost")
        return next() == "lease" ? Event{LeaseLost{}} : Event{LineLost{"dialog_lost"}};
    if (first == "cancel") return CancelRequested{};
    if (first == "drain") return DrainEnded{};
    if (first == "prompt") {
        if (next() == "over") return PromptOver{ticket_or(words, last.play)};
        return PromptFailed{last.play, {next(), "the audio is not there"}};
    }
    REQUIRE(first == "refused");
    Refused refused{*flow::outcome_named(next()), next()};
    int q850 = 0;
    words >> refused.sip_code;
    if (words >> q850) refused.q850 = q850;
    return refused;
}

const flow::Sources contact{
    .attributes = {{"city_code", 212.0}, {"balance", 81.0}, {"due_on", std::string{"2025-02-01"}}},
    .fields = {{"firstName", std::string{"Zineb"}}, {"language", std::string{"fr"}}},
    .system = {{"sys.attemptNumber", 1.0},
               {"sys.contactId", std::string{"0190a000-0000-7000-8000-00000000c0de"}},
               {"sys.contactPhone", std::string{"+212612345678"}}},
};

flow::Graph read(const std::string& name) {
    std::ifstream file{folder / name};
    const std::string json{std::istreambuf_iterator<char>{file}, {}};
    const auto graph = flow::read_graph(json);
    INFO(name);
    REQUIRE(graph);
    return *graph;
}

/// "flow consent.json", "flow lookup.json with ID=lookup_more.json".
flow::Graph graph_of(const std::string& line) {
    std::istringstream words{line};
    std::string word;
    std::string root;
    words >> word >> root >> word;
    std::map<std::string, flow::Graph> others;
    while (words >> word) {
        const auto sign = word.find('=');
        others.emplace(word.substr(0, sign), read(word.substr(sign + 1)));
    }
    std::map<std::string, const flow::Graph*> known;
    for (const auto& [id, graph] : others) known.emplace(id, &graph);
    return flow::link(read(root), known).graph;
}

/// Runs the events of a transcript; `stored` writes and reads the state between any two of them.
std::string told(std::istream& transcript, bool stored) {
    std::ostringstream out;
    std::string line;
    std::getline(transcript, line); // "flow consent.json"
    out << line << '\n';
    const auto graph = graph_of(line);
    State state;
    Last last;
    bool telling = false; // within an event, not within what it led to
    while (std::getline(transcript, line)) {
        if (line.empty()) telling = true;
        if (line.empty() || !telling) continue;
        telling = false;
        if (stored) state = *state_from_json(to_json(state));
        auto [next, commands] = step({graph, contact}, state, event_of(line, last));
        out << '\n' << line << "\n----\n";
        for (const auto& command : commands) {
            out << command << '\n';
            if (const auto* play = std::get_if<Play>(&command)) last.play = play->play;
            if (const auto* timer = std::get_if<StartTimer>(&command)) last.timer = timer->timer;
            if (const auto* it = std::get_if<Record>(&command)) last.recording = it->recording;
            if (const auto* it = std::get_if<Request>(&command)) {
                last.request = it->request;
                last.wanted = it->what.wanted;
            }
        }
        state = std::move(next);
    }
    return out.str();
}

} // namespace

TEST_CASE("every transcript in tests/flows is what happens, straight and stored between any two "
          "events",
          "[call][transcript]") {
    const bool rewrite = std::getenv("REWRITE") != nullptr;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".txt") continue;
        ++count;
        INFO(entry.path());
        std::ifstream file{entry.path()};
        const std::string expected{std::istreambuf_iterator<char>{file}, {}};
        std::istringstream straight{expected};
        std::istringstream again{expected};
        const std::string now = told(straight, false);
        CHECK(told(again, true) == now);
        if (rewrite) std::ofstream{entry.path()} << now;
        if (!rewrite) CHECK(now == expected);
    }
    CHECK(count > 10);
}
