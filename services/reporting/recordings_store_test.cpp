#include "reporting/recording_retention.hpp"
#include "reporting/test_recordings.hpp"

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

/// A store that does not let one of its objects go.
class Refusing final : public objects::ObjectStore {
public:
    using Key = objects::ObjectKey;
    using Hash = objects::ContentHash;
    using Opened = base::Result<std::unique_ptr<objects::Object>>;

    Refusing(objects::ObjectStore& store, Key kept) : store_{store}, kept_{std::move(kept)} {}

    base::Result<Hash> put(std::string_view bytes) override { return store_.put(bytes); }
    base::Result<void> put_file(const Hash& hash, int file) override {
        return store_.put_file(hash, file);
    }
    Opened open(const Hash& hash) override { return store_.open(hash); }
    base::Result<void> put_file(const Key& key, int file) override {
        return store_.put_file(key, file);
    }
    Opened open(const Key& key) override { return store_.open(key); }
    base::Result<void> remove(const Key& key) override {
        if (key == kept_) return base::fail(base::Errc::unavailable, "not this one");
        return store_.remove(key);
    }

private:
    objects::ObjectStore& store_;
    const Key kept_;
};

} // namespace

TEST_CASE("an object that the store refuses to remove holds up none behind it",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    for (std::uint64_t i = 0; i < 3; ++i) {
        store(served, uuid(60 + i));
        Attempt attempt{uuid(70 + i), uuid(80 + i)};
        reporting.take(attempt.recording_started(uuid(60 + i)).recording_saved(uuid(60 + i)));
        in_transaction(reporting, [&](pg::Transaction& transaction) {
            return delete_recording(transaction, base::OrganizationId{organization}, uuid(60 + i),
                                    ten + std::chrono::seconds{i});
        });
    }
    Refusing refusing{served.objects, key_of(uuid(60))};
    std::vector<base::Uuid> refused;
    const auto batch = [&] {
        return in_transaction(reporting, [&](pg::Transaction& transaction) {
            return remove_objects(transaction, refusing, 2, refused);
        });
    };
    CHECK(batch() == 1); // the oldest is refused, the next one goes
    CHECK(batch() == 1); // and so does the one behind them
    CHECK(batch() == 0);
    CHECK(refused == std::vector{uuid(60)});
    CHECK(served.objects.open(key_of(uuid(60))));
    CHECK_FALSE(served.objects.open(key_of(uuid(62))));
}

TEST_CASE("while the store is away a recording is unavailable, not broken",
          "[reporting][integration][recordings]") {
    Reporting reporting;
    Served served{reporting};
    store(served, recording);
    reporting.take(call_with(recording));
    const auto away = served.folder.path().string() + "-away";
    std::filesystem::rename(served.folder.path(), away);
    v1::StreamRecordingRequest request;
    request.set_id(recording.to_string());
    base::Error refused;
    const auto context = served.as(organization);
    (void)served.all_of(*served.recordings->StreamRecording(context.get(), request), refused);
    CHECK(refused.code == base::Errc::unavailable);
    std::filesystem::rename(away, served.folder.path());
}
