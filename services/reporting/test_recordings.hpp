#pragma once

#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <fstream>
#include <unistd.h>

/// A recording, how it comes to be, and how it is asked for.
namespace hatif::reporting::testing {

inline const base::Uuid recording = uuid(50);
inline const std::string wav = "RIFF, a few hundred milliseconds of someone";

inline objects::ObjectKey key_of(const base::Uuid& id) {
    return *objects::ObjectKey::parse("recordings/" + organization.to_string() + "/" +
                                      id.to_string() + ".wav");
}

/// What the dialer does before it tells.
inline void store(Served& served, const base::Uuid& id) {
    const auto path = served.folder.path() / "spooled";
    std::ofstream{path} << wav;
    const int file = ::open(path.c_str(), O_RDONLY);
    REQUIRE(served.objects.put_file(key_of(id), file));
    ::close(file);
    std::filesystem::remove(path);
}

/// A call in which the node `take` recorded something.
inline Attempt call_with(const base::Uuid& id) {
    Attempt attempt{job, uuid(11)};
    attempt.dialed().answered().entered("take", "record", 0);
    attempt.recording_started(id).recording_saved(id);
    return attempt;
}

struct Asked {
    Served& served;
    base::Uuid as = organization;

    std::vector<v1::Recording> list(const std::string& call_id, std::uint32_t offset = 0) {
        v1::ListRecordingsRequest request;
        if (!call_id.empty()) request.set_call_id(call_id);
        request.set_offset(offset);
        v1::ListRecordingsResponse answer;
        REQUIRE(served.recordings->ListRecordings(served.as(as).get(), request, &answer).ok());
        return {answer.data().begin(), answer.data().end()};
    }

    std::string metadata(const base::Uuid& id, v1::Recording& answer) {
        v1::GetRecordingRequest request;
        request.set_id(id.to_string());
        const auto status = served.recordings->GetRecording(served.as(as).get(), request, &answer);
        return status.ok() ? "" : rpc::from_status(status).reason;
    }

    std::string stream(const base::Uuid& id, const std::string& range, std::string& reason) {
        v1::StreamRecordingRequest request;
        request.set_id(id.to_string());
        const auto context = served.as(as);
        if (!range.empty()) context->AddMetadata(rpc::range_key, range);
        base::Error refused;
        auto bytes =
            served.all_of(*served.recordings->StreamRecording(context.get(), request), refused);
        reason = refused.reason;
        return bytes;
    }

    std::string remove(const base::Uuid& id, rpc::Role role = rpc::Role::manager) {
        v1::DeleteRecordingRequest request;
        request.set_id(id.to_string());
        google::protobuf::Empty answer;
        const auto status =
            served.recordings->DeleteRecording(served.as(as, role).get(), request, &answer);
        return status.ok() ? "" : rpc::from_status(status).reason;
    }
};

template <class Work>
auto in_transaction(Reporting& reporting, Work&& work) {
    auto done = reporting.pool().transact(work);
    REQUIRE(done);
    return *std::move(done);
}

} // namespace hatif::reporting::testing
