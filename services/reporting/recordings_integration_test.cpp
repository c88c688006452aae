#include "reporting/recording_retention.hpp"
#include "reporting/test_recordings.hpp"

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using namespace std::chrono_literals;

TEST_CASE("a recording that was saved is in the report and in the catalogue",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    reporting.take(call_with(recording));
    const auto report = reporting.report(job);
    REQUIRE(report.attempts(0).recordings_size() == 1);
    const auto& it = report.attempts(0).recordings(0);
    CHECK(it.id() == recording.to_string());
    CHECK(it.status() == v1::RECORDING_STATUS_SAVED);
    CHECK(it.recording_type() == v1::RECORDING_TYPE_SEGMENT);
    CHECK(it.duration_ms() == 4'200);
    CHECK(it.node_id() == "take");
    for (const auto& call :
         {uuid(11).to_string(), uuid(11).to_string() + "@hatif", job.to_string(), std::string{}}) {
        CAPTURE(call);
        REQUIRE(asked.list(call).size() == 1);
        CHECK(asked.list(call).front().SerializeAsString() == it.SerializeAsString());
    }
    CHECK(asked.list(uuid(12).to_string()).empty());
    CHECK(asked.list("no call").empty());
    CHECK(asked.list({}, 1).empty());
    v1::Recording metadata;
    CHECK(asked.metadata(recording, metadata).empty());
    CHECK(metadata.hash() == "5f1c");
    CHECK(asked.metadata(uuid(51), metadata) == "RECORDING_NOT_FOUND");
}

TEST_CASE("a recording is streamed, in parts too, and downloaded as a file",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    store(served, recording);
    reporting.take(call_with(recording));
    std::string reason;
    CHECK(asked.stream(recording, {}, reason) == wav);
    CHECK(served.header.content_type() == "audio/wav");
    CHECK(served.header.file_name().empty());
    CHECK(served.header.etag() == "5f1c");
    CHECK(asked.stream(recording, "bytes=4-9", reason) == wav.substr(4, 6));
    CHECK(served.header.range().total() == static_cast<std::int64_t>(wav.size()));
    (void)asked.stream(recording, "bytes=4000-", reason);
    CHECK(reason == "RANGE_NOT_SATISFIABLE");
    v1::DownloadRecordingRequest request;
    request.set_id(recording.to_string());
    const auto context = served.as(organization);
    base::Error refused;
    CHECK(served.all_of(*served.recordings->DownloadRecording(context.get(), request), refused) ==
          wav);
    CHECK(served.header.file_name() == recording.to_string() + ".wav");
}

TEST_CASE("a recording of another organization is not there",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    store(served, recording);
    reporting.take(call_with(recording));
    Asked stranger{served, uuid(99)};
    v1::Recording metadata;
    std::string reason;
    CHECK(stranger.list({}).empty());
    CHECK(stranger.list(job.to_string()).empty());
    CHECK(stranger.metadata(recording, metadata) == "RECORDING_NOT_FOUND");
    CHECK(stranger.stream(recording, {}, reason).empty());
    CHECK(reason == "RECORDING_NOT_FOUND");
    CHECK(stranger.remove(recording) == "RECORDING_NOT_FOUND");
    CHECK(served.objects.open(key_of(recording)));
}

TEST_CASE("a recording that is deleted leaves neither row nor file, whatever is delivered again",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    store(served, recording);
    auto call = call_with(recording);
    reporting.take(call);
    CHECK(asked.remove(recording, rpc::Role::agent) == "FORBIDDEN");
    CHECK(asked.remove(recording).empty());
    CHECK_FALSE(served.objects.open(key_of(recording)));
    CHECK(asked.remove(recording) == "RECORDING_NOT_FOUND");
    reporting.take(call.late());
    CHECK(asked.list({}).empty());
    CHECK(reporting.report(job).attempts(0).recordings().empty());
    std::vector<base::Uuid> refused;
    CHECK(in_transaction(reporting, [&](pg::Transaction& transaction) {
              return remove_objects(transaction, served.objects, 10, refused);
          }) == 1);
    CHECK(refused.empty());
    in_transaction(reporting, [](pg::Transaction& transaction) -> base::Result<bool> {
        if (auto done = forget_deleted(transaction, base::SystemClock{}.now() + 1h); !done) {
            return base::fail(done.error());
        }
        const auto left = transaction.exec("SELECT count(*) FROM recordings");
        CHECK((*left)[0].get<std::int64_t>(0) == 0);
        return true;
    });
}

TEST_CASE("what became of a recording is told in any order, and after the call's end",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    const auto told = [&] {
        v1::Recording it;
        CHECK(asked.metadata(recording, it).empty());
        return it;
    };
    Attempt attempt{job, uuid(11)};
    reporting.take(attempt.dialed().answered().recording_started(recording));
    CHECK(told().status() == v1::RECORDING_STATUS_RECORDING);
    CHECK_FALSE(told().has_duration_ms());
    std::string reason;
    CHECK(asked.stream(recording, {}, reason).empty());
    CHECK(reason == "RECORDING_NOT_FOUND");
    reporting.take(ended(job, uuid(11), 1, type::v1::OUTCOME_FAILED));

    Attempt found{job, uuid(11)}; // by another worker, when the first was dead
    reporting.take(found.recording_failed(recording).late());
    CHECK(told().error_code() == "disk_full");
    reporting.take(found.recording_saved(recording).late(1));
    reporting.take(found);
    CHECK(told().status() == v1::RECORDING_STATUS_SAVED);
    CHECK_FALSE(told().has_error_code());
    reporting.take(Attempt{job, uuid(11)}.recording_started(recording).late(2));
    CHECK(told().status() == v1::RECORDING_STATUS_SAVED);
    // The other events go on where they were.
    reporting.take(attempt.event([](auto& it) { it.mutable_finished()->set_sip_code(200); }));
    CHECK(reporting.report(job).attempts(0).call().sip_code() == 200);
}

TEST_CASE("a recording that nobody tells of is lost after a while, and found none the less",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    reporting.take(Attempt{job, uuid(11)}.recording_started(recording));
    const auto give_up = [&](base::Instant before) {
        return in_transaction(reporting, [&](pg::Transaction& transaction) {
            return give_up_recordings(transaction, before);
        });
    };
    CHECK(give_up(ten) == 0);
    CHECK(give_up(ten + 1s) == 1);
    v1::Recording it;
    CHECK(asked.metadata(recording, it).empty());
    CHECK(it.status() == v1::RECORDING_STATUS_FAILED);
    CHECK(it.error_code() == "worker_lost");
    reporting.take(Attempt{job, uuid(11)}.recording_saved(recording).late());
    CHECK(asked.metadata(recording, it).empty());
    CHECK(it.status() == v1::RECORDING_STATUS_SAVED);
}

TEST_CASE("a recording goes with its file when it is older than is kept",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    Asked asked{served};
    store(served, recording);
    reporting.take(call_with(recording));
    const auto expire = [&](base::Instant before) {
        return in_transaction(reporting, [&](pg::Transaction& transaction) {
            return expire_recordings(transaction, organization, before, ten + 9h, 10);
        });
    };
    CHECK(expire(ten) == 0);
    CHECK(expire(ten + 1s) == 1);
    CHECK(asked.list({}).empty());
    std::vector<base::Uuid> refused;
    CHECK(in_transaction(reporting, [&](pg::Transaction& transaction) {
              return remove_objects(transaction, served.objects, 10, refused);
          }) == 1);
    CHECK(refused.empty());
    CHECK_FALSE(served.objects.open(key_of(recording)));
    CHECK(reporting.report(job).attempts_size() == 1); // reports are kept by another rule
}

TEST_CASE("a call that came is a job of its own, and counts for no execution",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Attempt attempt{job, uuid(11)};
    attempt.arrived().event([](auto& it) {
        it.clear_execution_id();
        it.mutable_answered();
    });
    reporting.take(attempt);
    auto end = ended(job, uuid(11), 1, type::v1::OUTCOME_COMPLETED);
    end.clear_execution_id();
    end.clear_program_id();
    reporting.take(end);
    const auto report = reporting.report(job);
    CHECK(report.status() == v1::JOB_STATUS_COMPLETED);
    CHECK_FALSE(report.has_execution_id());
    CHECK_FALSE(report.has_program_id());
    CHECK(report.flow_id() == flow.to_string());
    CHECK(report.attempts(0).call().direction() == "inbound");
    auto lost = ended(uuid(20), uuid(21), 1, type::v1::OUTCOME_FAILED); // its worker told nothing
    lost.clear_execution_id();
    lost.mutable_attempt_ended()->set_inbound(true);
    reporting.take(lost);
    CHECK(reporting.report(uuid(20)).attempts(0).call().direction() == "inbound");
    CHECK(in_transaction(reporting,
                         [](pg::Transaction& transaction) {
                             return transaction.exec("SELECT count(*) FROM execution_counts");
                         })[0]
              .get<std::int64_t>(0) == 0);
}
