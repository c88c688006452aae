#include "kafka/end_offsets.hpp"

#include "kafka/client_impl.hpp"

#include <algorithm>

namespace hatif::kafka {

using base::Errc;
using base::Result;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

using Metadata = base::Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using Topic = base::Handle<rd_kafka_topic_t, rd_kafka_topic_destroy>;

int left_until(Steady::time_point until) {
    const auto left = std::chrono::ceil<milliseconds>(until - Steady::now());
    return static_cast<int>(std::max<milliseconds::rep>(left.count(), 1));
}

tl::unexpected<base::Error> unavailable(rd_kafka_resp_err_t why) {
    return base::fail(Errc::unavailable, std::string{"Kafka: "} + rd_kafka_err2str(why));
}

Result<std::int32_t>
count_partitions(rd_kafka_t* kafka, const std::string& name, Steady::time_point until) {
    const Topic topic{rd_kafka_topic_new(kafka, name.c_str(), nullptr)};
    const rd_kafka_metadata_t* raw = nullptr;
    const auto asked = rd_kafka_metadata(kafka, 0, topic.get(), &raw, left_until(until));
    const Metadata metadata{raw};
    if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return unavailable(asked);
    if (metadata->topic_cnt != 1) return unavailable(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    if (const auto why = metadata->topics[0].err; why != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return unavailable(why);
    }
    return metadata->topics[0].partition_cnt;
}

} // namespace

struct EndOffsets::Client {
    kafka::Client kafka;
};

EndOffsets::EndOffsets(const std::string& brokers) : client_{std::make_unique<Client>()} {
    client_->kafka = make_client(RD_KAFKA_CONSUMER, make_conf({{"bootstrap.servers", brokers}}));
}

EndOffsets::~EndOffsets() = default;

Result<std::vector<std::int64_t>> EndOffsets::of(const std::string& topic, milliseconds patience) {
    const auto until = Steady::now() + patience;
    auto* kafka = client_->kafka.get();
    const auto count = count_partitions(kafka, topic, until);
    if (!count) return base::fail(count.error());
    std::vector<std::int64_t> ends;
    for (std::int32_t partition = 0; partition < *count; ++partition) {
        std::int64_t low = 0;
        std::int64_t high = 0;
        const auto asked = rd_kafka_query_watermark_offsets(kafka, topic.c_str(), partition, &low,
                                                            &high, left_until(until));
        if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) return unavailable(asked);
        ends.push_back(high);
    }
    return ends;
}

} // namespace hatif::kafka
