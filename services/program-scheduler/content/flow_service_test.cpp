#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/flow_content.hpp"

#include <hatif/program/v1/lease_service.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::wav;
using rpc::Role;
namespace v1 = program::v1;

TEST_CASE_METHOD(Content,
                 "a good flow is saved as version 1 and can be launched",
                 "[program_scheduler][content]") {
    const auto graph = graph_playing(uploaded().id());
    const auto flow = created("Reminder", graph);
    INFO(flow.validation().ShortDebugString());
    CHECK(flow.version() == 1);
    CHECK(flow.graph() == graph);
    CHECK(flow.validation().valid());

    v1::GetFlowRequest request;
    request.set_id(flow.id());
    v1::Flow read;
    REQUIRE(flows->GetFlow(as(Role::agent, ours).get(), request, &read).ok());
    CHECK(read.SerializeAsString() == flow.SerializeAsString());
    CHECK(reason_of(flows->GetFlow(as(Role::agent, theirs).get(), request, &read)) ==
          "FLOW_NOT_FOUND");

    const base::FlowId id{base::Uuid::parse(flow.id()).value()};
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto known = attributes();
        CHECK(newest_version(transaction, {ours, "MAD", known}, id)->valid());
        CHECK(flow_version(transaction, id, 1)->graph == graph);
        CHECK(flow_version(transaction, id, 2).error().reason == "FLOW_NOT_FOUND");
        CHECK(flow_version(transaction, id, 4294967295).error().reason == "FLOW_NOT_FOUND");
        CHECK(newest_version(transaction, {theirs, "MAD", known}, id).error().reason ==
              "FLOW_NOT_FOUND");
        return {};
    });
}

TEST_CASE_METHOD(Content,
                 "a flow that plays another organization's audio is saved with its errors",
                 "[program_scheduler][content]") {
    v1::CreateFlowRequest request;
    request.set_name("Reminder");
    request.set_graph(graph_playing(uploaded().id()));
    v1::Flow flow;
    REQUIRE(flows->CreateFlow(as(Role::manager, theirs).get(), request, &flow).ok());
    CHECK_FALSE(flow.validation().valid());
    REQUIRE(flow.validation().errors_size() == 1);
    CHECK(flow.validation().errors(0).node_id() == "p");
    CHECK(flow.version() == 1);
}

TEST_CASE_METHOD(Content,
                 "a flow with wrong members is refused, all of them named",
                 "[program_scheduler][content]") {
    v1::CreateFlowRequest request;
    request.set_name(std::string(256, 'x'));
    v1::Flow flow;
    CHECK(fields_of(create(request, flow)) == "name graph");
}

TEST_CASE_METHOD(Content,
                 "validating saves nothing, however the graph comes",
                 "[program_scheduler][content]") {
    const auto graph = graph_playing(uploaded().id());
    for (const auto& document : {graph, R"({"graph":)" + graph + "}",
                                 R"({"name":"x","version":7,"graph":)" + graph + "}"}) {
        v1::ValidateFlowRequest request;
        request.set_document(document);
        v1::FlowValidation answer;
        REQUIRE(flows->ValidateFlow(as(Role::agent, ours).get(), request, &answer).ok());
        CHECK(answer.valid());
    }
    v1::ListFlowsResponse list_answer;
    REQUIRE(list({}, list_answer).ok());
    CHECK(list_answer.data_size() == 0);
}

TEST_CASE_METHOD(Content,
                 "flows are listed in pages, by number and by cursor alike",
                 "[program_scheduler][content]") {
    for (const auto* name : {"Eid greeting", "Bill reminder", "100% off", "Absence", "Delivery"}) {
        created(name, "{}");
    }
    for (const bool by_name : {false, true}) {
        v1::ListFlowsRequest request;
        request.set_limit(2);
        if (by_name) {
            request.set_sort_by("name");
            request.set_sort_order(type::v1::SORT_ORDER_ASC);
        }
        std::string names;
        for (int page = 1; page <= 3; ++page) {
            v1::ListFlowsResponse by_number;
            v1::ListFlowsResponse by_cursor;
            auto numbered = request;
            numbered.clear_cursor();
            numbered.set_page(static_cast<std::uint32_t>(page));
            REQUIRE(list(numbered, by_number).ok());
            REQUIRE(list(page == 1 ? numbered : request, by_cursor).ok());
            CHECK(by_cursor.SerializeAsString() == by_number.SerializeAsString());
            CHECK(by_cursor.meta().total() == 5);
            CHECK(by_cursor.meta().has_next_page() == (page < 3));
            for (const auto& flow : by_cursor.data()) names += flow.name() + ", ";
            request.set_cursor(by_cursor.meta().next_cursor());
        }
        CHECK(names == (by_name ? "100% off, Absence, Bill reminder, Delivery, Eid greeting, "
                                : "Delivery, Absence, 100% off, Bill reminder, Eid greeting, "));
    }
}

TEST_CASE_METHOD(Content,
                 "a search is in the name, and takes its letters as they are",
                 "[program_scheduler][content]") {
    for (const auto* name : {"Bill reminder", "100% off", "Eid GREETING"}) created(name, "{}");
    const auto found = [&](const std::string& search) {
        v1::ListFlowsRequest request;
        request.set_search(search);
        v1::ListFlowsResponse answer;
        REQUIRE(list(request, answer).ok());
        return answer.data_size();
    };
    CHECK(found("greeting") == 1);
    CHECK(found("%") == 1);
    CHECK(found("_") == 0);
    CHECK(found("nothing") == 0);
}

TEST_CASE_METHOD(Content,
                 "a list that cannot be read so is refused",
                 "[program_scheduler][content]") {
    v1::ListFlowsRequest request;
    request.set_limit(101);
    request.set_sort_by("graph");
    request.set_cursor("ff");
    v1::ListFlowsResponse answer;
    CHECK(fields_of(list(request, answer)) == "limit sortBy cursor");
}

TEST_CASE_METHOD(Content,
                 "a worker gets a version with the hashes of what it plays, and the blobs",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto flow = created("Reminder", graph_playing(audio.id()));
    v1::FlowVersion version;
    const auto answered = pool().transact([&](pg::Transaction& transaction) {
        v1::GetFlowVersionRequest request;
        request.set_flow_id(flow.id());
        request.set_version(1);
        return answer_flow_version(transaction, request, version);
    });
    REQUIRE(answered);
    CHECK(version.flow_name() == "Reminder");
    REQUIRE(version.audios().count(audio.id()) == 1);

    std::string bytes;
    const auto collect = [&](std::string piece) {
        bytes += piece;
        return true;
    };
    const auto& content = version.audios().at(audio.id());
    REQUIRE(send_content(objects(), content.alaw_hash(), collect));
    CHECK(bytes.size() == 8000);
    CHECK(objects::hash_of(bytes).value() == content.alaw_hash());
    CHECK(content.ulaw_hash() != content.alaw_hash());

    CHECK(send_content(objects(), "../passwd", collect).error().reason == "AUDIO_NOT_FOUND");
    CHECK(send_content(objects(), std::string(64, '0'), collect).error().reason ==
          "AUDIO_NOT_FOUND");
    const auto gone = [](const std::string&) { return false; };
    CHECK(send_content(objects(), content.alaw_hash(), gone).error().code ==
          base::Errc::unavailable);
}
