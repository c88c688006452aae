#pragma once

#include "base/handle.hpp"

#include <librdkafka/rdkafka.h>

#include <initializer_list>
#include <string>
#include <utility>

/// What producer, consumer and end offsets share. Only their sources include it.
namespace hatif::kafka {

using Client = base::Handle<rd_kafka_t, rd_kafka_destroy>;
using Conf = base::Handle<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using Partitions =
    base::Handle<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Message = base::Handle<rd_kafka_message_t, rd_kafka_message_destroy>;

/// Throws std::runtime_error with librdkafka's words when a setting is refused.
Conf make_conf(std::initializer_list<std::pair<const char*, std::string>> settings);

Client make_client(rd_kafka_type_t type, Conf conf);

} // namespace hatif::kafka
