#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "transcode_testing/sound_file.hpp"

#include <hatif/program/v1/lease_service.pb.h>
#include <sndfile.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::wav;
using rpc::Role;
namespace v1 = program::v1;

namespace {

v1::UploadAudioRequest::Header
words(const std::string& title, const std::string& usage, const std::string& tags) {
    v1::UploadAudioRequest::Header header;
    header.set_title(title);
    header.set_usage_type(usage);
    header.add_tags(tags);
    return header;
}

struct Library : Content {
    Library() {
        uploaded(words("Welcome to the bank", "welcome", "bank,arabic"),
                 transcode::testing::sine(440, 2).file());
        uploaded(words("Goodbye", "goodbye", "bank,french"),
                 transcode::testing::sine(440, 1).file());
        uploaded(words("50% off", "other", "shop"), transcode::testing::sine(440, 3).file());
    }

    /// "Welcome to the bank, Goodbye".
    std::string titles(const v1::ListAudiosRequest& request) {
        v1::ListAudiosResponse answer;
        const auto status = audios->ListAudios(as(Role::agent, ours).get(), request, &answer);
        REQUIRE(reason_of(status).empty());
        return joined(answer);
    }

    static std::string joined(const v1::ListAudiosResponse& answer) {
        std::string titles;
        for (const auto& audio : answer.data()) {
            titles += (titles.empty() ? "" : ", ") + audio.title();
        }
        return titles;
    }
};

} // namespace

TEST_CASE_METHOD(Library,
                 "audios are listed newest first, or by title, or by length",
                 "[program_scheduler][content]") {
    v1::ListAudiosRequest request;
    CHECK(titles(request) == "50% off, Goodbye, Welcome to the bank");
    request.set_sort_by("title");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    CHECK(titles(request) == "50% off, Goodbye, Welcome to the bank");
    request.set_sort_by("durationSeconds");
    CHECK(titles(request) == "Goodbye, Welcome to the bank, 50% off");
    request.set_sort_by("usageType");
    v1::ListAudiosResponse answer;
    CHECK(fields_of(audios->ListAudios(as(Role::agent, ours).get(), request, &answer)) == "sortBy");
}

TEST_CASE_METHOD(Library,
                 "a list of audios goes on by its cursor, in every order",
                 "[program_scheduler][content]") {
    for (const auto* order : {"createdAt", "title", "durationSeconds"}) {
        v1::ListAudiosRequest request;
        request.set_sort_by(order);
        const auto all = titles(request);
        request.set_limit(1);
        std::string one_by_one;
        for (int page = 1; page <= 3; ++page) {
            v1::ListAudiosResponse answer;
            REQUIRE(audios->ListAudios(as(Role::agent, ours).get(), request, &answer).ok());
            CHECK(answer.meta().total() == 3);
            CHECK(answer.meta().has_next_page() == (page < 3));
            one_by_one += (page == 1 ? "" : ", ") + joined(answer);
            request.set_cursor(answer.meta().next_cursor());
        }
        INFO(order);
        CHECK(one_by_one == all);
    }
}

TEST_CASE_METHOD(
    Library,
    "audios are found by title, description and tags, and by all of the tags asked for",
    "[program_scheduler][content]") {
    const auto found = [&](const std::string& search) {
        v1::ListAudiosRequest request;
        request.set_search(search);
        return titles(request);
    };
    CHECK(found("BANK") == "Goodbye, Welcome to the bank");
    CHECK(found("french") == "Goodbye");
    CHECK(found("%") == "50% off");
    CHECK(found("nothing") == "");

    v1::ListAudiosRequest tagged;
    tagged.add_tags("bank");
    CHECK(titles(tagged) == "Goodbye, Welcome to the bank");
    tagged.add_tags("arabic, bank");
    CHECK(titles(tagged) == "Welcome to the bank");
    v1::ListAudiosRequest used;
    used.set_usage_type("goodbye");
    CHECK(titles(used) == "Goodbye");
}

TEST_CASE_METHOD(Library,
                 "the audios of one usage are a list of their own",
                 "[program_scheduler][content]") {
    v1::ListAudiosByUsageRequest request;
    request.set_usage_type("welcome");
    v1::ListAudiosResponse answer;
    REQUIRE(audios->ListAudiosByUsage(as(Role::agent, ours).get(), request, &answer).ok());
    CHECK(joined(answer) == "Welcome to the bank");
    CHECK(answer.meta().total() == 1);
    REQUIRE(audios->ListAudiosByUsage(as(Role::agent, theirs).get(), request, &answer).ok());
    CHECK(answer.data_size() == 0);
    request.set_usage_type("jingle");
    const auto status = audios->ListAudiosByUsage(as(Role::agent, ours).get(), request, &answer);
    CHECK(fields_of(status) == "usageType");
}

TEST_CASE_METHOD(Content,
                 "an MP3 is taken whatever its part says of itself",
                 "[program_scheduler][content]") {
    const auto mp3 = transcode_testing::sound_file(
        {SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 2}, 440, 1);
    for (const auto* type : {"", "audio/mp3", "application/octet-stream", "text/html"}) {
        v1::UploadAudioRequest::Header header;
        header.set_file_name("hello.mp3");
        header.set_content_type(type);
        const auto audio = uploaded(header, mp3);
        CHECK(audio.sample_rate() == 44100);
        CHECK(audio.channels() == 2);
        CHECK(audio.bit_depth() == 16);
        CHECK(audio.duration_seconds() == Approx(1).margin(0.1));
        const std::string expected = type == std::string{"audio/mp3"} ? type : "audio/mpeg";
        CHECK(audio.file().content_type() == expected);
    }
}

TEST_CASE_METHOD(Content,
                 "only the words that are sent change, and null clears",
                 "[program_scheduler][content]") {
    const auto before = uploaded(words("Welcome", "welcome", "a,b"));
    v1::UpdateAudioRequest request;
    request.set_id(before.id());
    request.set_title("Marhaba");
    request.add_cleared("usageType");
    v1::Audio after;
    REQUIRE(audios->UpdateAudio(as(Role::manager, ours).get(), request, &after).ok());
    CHECK(after.title() == "Marhaba");
    CHECK_FALSE(after.has_usage_type());
    CHECK(after.tags_size() == 2);
    CHECK(after.file().SerializeAsString() == before.file().SerializeAsString());

    std::string why;
    CHECK(fetched(before.id(), ours, why).SerializeAsString() == after.SerializeAsString());
    request.add_cleared("title");
    request.add_cleared("tags");
    REQUIRE(audios->UpdateAudio(as(Role::manager, ours).get(), request, &after).ok());
    CHECK(after.title() == "hello.wav");
    CHECK(after.tags_size() == 0);

    request.set_usage_type("jingle");
    request.clear_cleared();
    CHECK(fields_of(audios->UpdateAudio(as(Role::manager, ours).get(), request, &after)) ==
          "usageType");
    CHECK(reason_of(audios->UpdateAudio(as(Role::manager, theirs).get(), request, &after)) ==
          "AUDIO_NOT_FOUND");
    CHECK(reason_of(audios->UpdateAudio(as(Role::agent, ours).get(), request, &after)) ==
          "FORBIDDEN");
}

TEST_CASE_METHOD(Content,
                 "an audio that a flow plays now is not deleted, and the flow is named",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto flow = created("Bill reminder", graph_playing(audio.id()));
    v1::DeleteAudioRequest request;
    request.set_id(audio.id());
    google::protobuf::Empty nothing;
    const auto status = audios->DeleteAudio(as(Role::manager, ours).get(), request, &nothing);
    CHECK(reason_of(status) == "AUDIO_IN_USE");
    CHECK(status.error_message().find("\"Bill reminder\"") != std::string::npos);

    SECTION("until the flow's newest version plays it no more") {
        v1::UpdateFlowRequest change;
        change.set_id(flow.id());
        change.set_graph("{}");
        updated(change);
        CHECK(deleted_audio(audio.id()).empty());
    }
    SECTION("until the flow is deleted") {
        REQUIRE(deleted_flow(flow.id()).empty());
        CHECK(deleted_audio(audio.id()).empty());
    }
    std::string why;
    fetched(audio.id(), ours, why);
    CHECK(why == (deleted_audio(audio.id()) == "AUDIO_NOT_FOUND" ? "AUDIO_NOT_FOUND" : ""));
}

TEST_CASE_METHOD(Content,
                 "a deleted audio is gone for clients, and still there for what plays it",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    const auto flow = created("Reminder", graph_playing(audio.id()));
    v1::UpdateFlowRequest change;
    change.set_id(flow.id());
    change.set_graph("{}");
    updated(change);
    REQUIRE(deleted_audio(audio.id()).empty());

    std::string why;
    fetched(audio.id(), ours, why);
    CHECK(why == "AUDIO_NOT_FOUND");
    CHECK(download(audio.id()).reason == "AUDIO_NOT_FOUND");
    CHECK(deleted_audio(audio.id()) == "AUDIO_NOT_FOUND");
    v1::ListAudiosResponse list_answer;
    REQUIRE(audios->ListAudios(as(Role::agent, ours).get(), {}, &list_answer).ok());
    CHECK(list_answer.meta().total() == 0);

    v1::FlowVersion version;
    REQUIRE(pool().transact([&](pg::Transaction& transaction) {
        v1::GetFlowVersionRequest request;
        request.set_flow_id(flow.id());
        request.set_version(1);
        return answer_flow_version(transaction, request, version);
    }));
    CHECK(version.audios().count(audio.id()) == 1);
    // A flow saved from now on does not know it.
    const auto late = created("Late", graph_playing(audio.id()));
    REQUIRE(late.validation().errors_size() == 1);
    CHECK(late.validation().errors(0).code() == "unknown_audio");
}

TEST_CASE_METHOD(Content,
                 "another organization's audio is neither changed nor deleted",
                 "[program_scheduler][content]") {
    const auto audio = uploaded();
    v1::DeleteAudioRequest request;
    request.set_id(audio.id());
    google::protobuf::Empty nothing;
    CHECK(reason_of(audios->DeleteAudio(as(Role::manager, theirs).get(), request, &nothing)) ==
          "AUDIO_NOT_FOUND");
    v1::GetPlaybackUrlRequest url;
    url.set_id(audio.id());
    v1::PlaybackUrl answer;
    CHECK(reason_of(audios->GetPlaybackUrl(as(Role::agent, theirs).get(), url, &answer)) ==
          "AUDIO_NOT_FOUND");
}
