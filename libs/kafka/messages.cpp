#include "kafka/messages_impl.hpp"

namespace hatif::kafka {

namespace {

std::vector<Header> read_headers(const rd_kafka_message_t* message) {
    std::vector<Header> found;
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return found;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
        found.push_back({name, std::string{static_cast<const char*>(value), size}});
    }
    return found;
}

std::string_view bytes(const void* data, std::size_t size) {
    return {static_cast<const char*>(data), data != nullptr ? size : 0};
}

} // namespace

std::vector<Received> read(const std::vector<Message>& messages) {
    std::vector<Received> records;
    records.reserve(messages.size());
    for (const auto& it : messages) {
        records.push_back({.partition = it->partition,
                           .offset = it->offset,
                           .key = bytes(it->key, it->key_len),
                           .payload = bytes(it->payload, it->len),
                           .headers = read_headers(it.get())});
    }
    return records;
}

} // namespace hatif::kafka
