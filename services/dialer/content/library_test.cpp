#include "dialer/content/library.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

constexpr const char* graph =
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","config":{}}]})";

constexpr const char* other_flow = "0b6c1a52-0000-4000-8000-000000000001";

/// Goes on with the other flow.
constexpr const char* going_on =
    R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{},"outputs":{"onAnswer":"on"}},
        {"id":"on","type":"goto_flow","config":{"flowId":
            "0b6c1a52-0000-4000-8000-000000000001"}}]})";

/// A scheduler that has one flow, and dictionaries of one word; it counts what it is asked for. A
/// blob's bytes are its hash.
class OneFlow final : public program::v1::LeaseService::Service {
public:
    grpc::Status GetFlowVersion(grpc::ServerContext*,
                                const program::v1::GetFlowVersionRequest* request,
                                program::v1::FlowVersion* answer) override {
        answer->set_flow_name("Due");
        answer->set_graph(request->linked_flows().empty() ? graph : going_on);
        for (const auto& [id, version] : request->linked_flows()) {
            (*answer->mutable_linked_graphs())[id] = version == 3 ? graph : "{}";
        }
        (*answer->mutable_audios())["hello"] = audio("a");
        return grpc::Status::OK;
    }

    grpc::Status GetDictionary(grpc::ServerContext*,
                               const program::v1::GetDictionaryRequest* request,
                               program::v1::DictionaryContent* answer) override {
        if (request->dictionary_id() == "none") return {grpc::StatusCode::NOT_FOUND, "none"};
        if (request->dictionary_id() == "later") return {grpc::StatusCode::UNAVAILABLE, "later"};
        dictionaries += 1;
        answer->set_language("fr");
        answer->set_revision(request->revision());
        (*answer->mutable_entries())["and"] = audio("a");
        if (request->revision() > 1) (*answer->mutable_entries())["20"] = audio("b");
        for (int i = 0; request->dictionary_id() == "large" && i < 200; ++i) {
            (*answer->mutable_entries())[std::to_string(i)] = audio(std::to_string(i) + '-');
        }
        return grpc::Status::OK;
    }

    /// Of several, the second cannot be spoken.
    grpc::Status Speak(grpc::ServerContext*,
                       const program::v1::SpeakRequest* request,
                       program::v1::SpeakResponse* answer) override {
        asked = *request;
        if (is_silent) return {grpc::StatusCode::UNAVAILABLE, "away"};
        for (const auto& it : request->utterances()) {
            if (answer->items_size() == 1) {
                answer->add_items()->set_error("no voice");
            } else {
                *answer->add_items()->mutable_audio() = audio(it.text());
            }
        }
        return grpc::Status::OK;
    }

    grpc::Status GetContent(grpc::ServerContext*,
                            const program::v1::GetContentRequest* request,
                            grpc::ServerWriter<program::v1::GetContentResponse>* writer) override {
        blobs += 1;
        if (wants_company && request->hash().find('-') != std::string::npos) wait_for_company();
        if (blobs_until_away >= 0 && blobs > blobs_until_away) {
            return {grpc::StatusCode::UNAVAILABLE, "away"};
        }
        program::v1::GetContentResponse piece;
        piece.set_chunk(request->hash());
        writer->Write(piece);
        return grpc::Status::OK;
    }

    program::v1::SpeakRequest asked;
    bool is_silent = false;
    int dictionaries = 0;
    std::atomic<int> blobs{0};
    int blobs_until_away = -1;              // for ever there
    std::atomic<bool> wants_company{false}; // no word is given before a second one is asked for
    bool had_company = false;

private:
    void wait_for_company() {
        std::unique_lock lock{mutex_};
        had_company = had_company || waiting_ > 0;
        ++waiting_;
        changed_.notify_all();
        // In vain once: nobody asks for two at a time.
        if (!changed_.wait_for(lock, 5s, [&] { return had_company; })) wants_company = false;
        --waiting_;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;

    static program::v1::AudioContent audio(const std::string& name) {
        program::v1::AudioContent it;
        it.set_alaw_hash(name + "1");
        it.set_ulaw_hash(name + "2");
        return it;
    }
};

struct Bench {
    explicit Bench() {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
        builder.RegisterService(&scheduler);
        server = builder.BuildAndStart();
        const auto keys = rpc::CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f").value();
        replicas = std::make_unique<Replicas>(std::vector{"127.0.0.1:" + std::to_string(port)},
                                              rpc::ServiceIdentity{"dialer", keys});
        library = std::make_unique<Library>(*replicas);
    }

    base::Result<SharedContent> fetch(std::map<std::string, std::uint64_t> dictionaries) {
        return library->fetch(
            {base::FlowId{base::Uuid::derived({}, 1)}, 1, std::move(dictionaries)});
    }

    OneFlow scheduler;
    int port = 0;
    std::unique_ptr<grpc::Server> server;
    std::unique_ptr<Replicas> replicas;
    std::unique_ptr<Library> library;
};

flow::SpokenKey word(const char* key) {
    return {flow::DictionaryId{"words"}, key, speech::Language::fr};
}

} // namespace

TEST_CASE("a flow comes with its audio and the words of its dictionaries", "[dialer][library]") {
    Bench bench;
    const auto content = bench.fetch({{"words", 2}}).value();
    CHECK(content->flow_name == "Due");
    CHECK(recording_of(*content, word("20")).value()->a_law == std::vector<std::uint8_t>{'b', '1'});
    CHECK(recording_of(*content, flow::PromptId{"hello"}).value() ==
          recording_of(*content, word("and")).value()); // one blob, fetched once
    CHECK(bench.scheduler.blobs == 4);
}

TEST_CASE("a dictionary is kept by its revision", "[dialer][library]") {
    Bench bench;
    const auto old = bench.fetch({{"words", 1}}).value();
    const auto same = bench.fetch({{"words", 1}}).value();
    CHECK(bench.scheduler.dictionaries == 1);
    CHECK(bench.scheduler.blobs == 2);
    CHECK_FALSE(recording_of(*same, word("20")));
    const auto newer = bench.fetch({{"words", 2}}).value();
    CHECK(bench.scheduler.dictionaries == 2);
    CHECK(recording_of(*newer, word("20")));
    CHECK_FALSE(recording_of(*old, word("20")));
}

TEST_CASE("each word of a large dictionary has its own recording", "[dialer][library]") {
    Bench bench;
    const auto content = bench.fetch({{"large", 1}}).value();
    for (int i = 0; i < 200; ++i) {
        const std::string key = std::to_string(i);
        const flow::SpokenKey word{flow::DictionaryId{"large"}, key, speech::Language::fr};
        const auto& prompt = *recording_of(*content, word).value();
        REQUIRE(std::string(prompt.a_law.begin(), prompt.a_law.end()) == key + "-1");
        REQUIRE(std::string(prompt.mu_law.begin(), prompt.mu_law.end()) == key + "-2");
    }
    CHECK(bench.scheduler.blobs == 402);
}

TEST_CASE("the words of a dictionary are not waited for one by one", "[dialer][library]") {
    Bench bench;
    bench.scheduler.wants_company = true;
    CHECK(bench.fetch({{"large", 1}}));
    CHECK(bench.scheduler.had_company);
}

TEST_CASE("a scheduler that goes away between two words is asked for no others",
          "[dialer][library]") {
    Bench bench;
    bench.scheduler.blobs_until_away = 50;
    const auto content = bench.fetch({{"large", 1}});
    REQUIRE_FALSE(content);
    CHECK(content.error().code == base::Errc::unavailable);
    CHECK(bench.scheduler.blobs < 100);
}

TEST_CASE("a dictionary that is gone is missing, one that is away makes the flow wait",
          "[dialer][library]") {
    Bench bench;
    const auto content = bench.fetch({{"none", 1}});
    REQUIRE(content);
    CHECK((*content)->dictionaries.empty());
    const auto away = bench.fetch({{"later", 1}});
    REQUIRE_FALSE(away);
    CHECK(away.error().code == base::Errc::unavailable);
}

TEST_CASE("a flow comes as one graph with those that it goes on with", "[dialer][library]") {
    Bench bench;
    FlowKey key{base::FlowId{base::Uuid::derived({}, 1)}, 1};
    key.linked = {{other_flow, 3}};
    const auto content = bench.library->fetch(key).value();
    const auto& on = *content->graph.find(flow::NodeId{"on"});
    const flow::NodeId dial{std::string{other_flow} + "/dial"};
    REQUIRE(content->graph.find(dial) != nullptr);
    CHECK(on.outputs.at(flow::Output{"flow"}).to == dial);
}

TEST_CASE("a linked flow that cannot be read is left out, and the others run",
          "[dialer][library]") {
    Bench bench;
    FlowKey key{base::FlowId{base::Uuid::derived({}, 1)}, 1};
    key.linked = {{other_flow, 4}};
    const auto content = bench.library->fetch(key).value();
    CHECK(content->graph.nodes.size() == 2);
}

TEST_CASE("texts are spoken by the scheduler's voice, one result for each", "[dialer][library]") {
    Bench bench;
    const auto results = bench.library->speak(
        {"org", {{"a", speech::Language::fr, "fr+f3"}, {"b", speech::Language::ar}}});
    CHECK(bench.scheduler.asked.organization_id() == "org");
    CHECK(bench.scheduler.asked.utterances(0).voice() == "fr+f3");
    CHECK(bench.scheduler.asked.utterances(1).language() == "ar");
    REQUIRE(results.size() == 2);
    REQUIRE(results[0]);
    CHECK((*results[0])->a_law == std::vector<std::uint8_t>{'a', '1'});
    REQUIRE_FALSE(results[1]);
    CHECK(results[1].error() == flow::Fault{"voice_unavailable", "no voice"});
}

TEST_CASE("without the scheduler no text is spoken", "[dialer][library]") {
    Bench bench;
    bench.scheduler.is_silent = true;
    const auto results = bench.library->speak({"org", {{"a"}, {"b"}}});
    REQUIRE(results.size() == 2);
    CHECK(results[0].error().code == "voice_unavailable");
    CHECK(results[1].error().code == "voice_unavailable");
}
