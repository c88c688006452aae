#include "rtp/control.hpp"

#include "rtp/bytes.hpp"

#include <algorithm>

namespace hatif::rtp {

namespace {

enum Type : std::uint8_t { sender_report = 200, receiver_report, description, goodbye };

constexpr std::size_t head = 4;
constexpr std::size_t sender_size = 20;
constexpr std::size_t block_size = 24;

/// Writes one packet after the other; each packet's length is known when it ends.
class Writer {
public:
    explicit Writer(std::span<std::uint8_t> to) : to_{to} {}

    void begin(Type type, std::uint8_t count) {
        start_ = size_;
        put(static_cast<std::uint8_t>(0x80U | count), 1);
        put(type, 1);
        put(0, 2);
    }

    void end() {
        write(to_.subspan(start_ + 2, 2), static_cast<std::uint32_t>((size_ - start_) / 4 - 1));
    }

    void put(std::uint32_t value, std::size_t bytes = 4) {
        write(to_.subspan(size_, bytes), value);
        size_ += bytes;
    }

    std::size_t size() const { return size_; }

private:
    std::span<std::uint8_t> to_;
    std::size_t size_ = 0;
    std::size_t start_ = 0;
};

void write_report(Writer& writer, const ControlReport& report) {
    writer.begin(report.sender ? sender_report : receiver_report, report.about ? 1 : 0);
    writer.put(report.source);
    if (const auto& it = report.sender) {
        writer.put(static_cast<std::uint32_t>(it->clock >> 32U));
        writer.put(static_cast<std::uint32_t>(it->clock));
        writer.put(it->timestamp);
        writer.put(it->packets);
        writer.put(it->octets);
    }
    if (const auto& it = report.about) {
        writer.put(it->source);
        writer.put(it->fraction_lost, 1);
        writer.put(static_cast<std::uint32_t>(it->lost) & 0xFFFFFFU, 3);
        writer.put(it->highest);
        writer.put(it->jitter);
        writer.put(it->last_report);
        writer.put(it->delay);
    }
    writer.end();
}

void write_name(Writer& writer, std::uint32_t source, std::string_view name) {
    constexpr std::uint8_t cname = 1;
    writer.begin(description, 1);
    writer.put(source);
    writer.put(cname, 1);
    writer.put(static_cast<std::uint32_t>(name.size()), 1);
    for (const char letter : name) writer.put(static_cast<std::uint8_t>(letter), 1);
    do {
        writer.put(0, 1); // at least one: the list's end
    } while (writer.size() % 4 != 0);
    writer.end();
}

SenderInfo read_sender(std::span<const std::uint8_t> from) {
    return {.clock = std::uint64_t{read(from.first(4))} << 32U | read(from.subspan(4, 4)),
            .timestamp = read(from.subspan(8, 4)),
            .packets = read(from.subspan(12, 4)),
            .octets = read(from.subspan(16, 4))};
}

ReportBlock read_block(std::span<const std::uint8_t> from) {
    const auto lost = read(from.subspan(5, 3));
    return {.source = read(from.first(4)),
            .fraction_lost = from[4],
            .lost = static_cast<std::int32_t>(lost << 8U) / 256, // its sign is bit 23
            .highest = read(from.subspan(8, 4)),
            .jitter = read(from.subspan(12, 4)),
            .last_report = read(from.subspan(16, 4)),
            .delay = read(from.subspan(20, 4))};
}

/// False: it promises more than it holds.
bool read_report(std::span<const std::uint8_t> packet,
                 std::uint32_t our_source,
                 ControlReport& into) {
    const bool of_sender = packet[1] == sender_report;
    const std::size_t blocks = packet[0] & 0x1FU;
    std::size_t at = head + 4;
    if (packet.size() < at + (of_sender ? sender_size : 0) + blocks * block_size) return false;
    into.source = read(packet.subspan(head, 4));
    if (of_sender) {
        into.sender = read_sender(packet.subspan(at));
        at += sender_size;
    }
    for (std::size_t i = 0; i < blocks; ++i, at += block_size) {
        const auto block = read_block(packet.subspan(at));
        if (block.source == our_source) into.about = block;
    }
    return true;
}

} // namespace

std::span<const std::uint8_t> write_control(const ControlReport& report,
                                            std::string_view name,
                                            std::span<std::uint8_t, largest_control> to) {
    Writer writer{to};
    write_report(writer, report);
    write_name(writer, report.source, name.substr(0, longest_name));
    if (report.bye) {
        writer.begin(goodbye, 1);
        writer.put(report.source);
        writer.end();
    }
    return to.first(writer.size());
}

std::optional<ControlReport> read_control(std::span<const std::uint8_t> bytes,
                                          std::uint32_t our_source) {
    ControlReport found;
    for (bool first = true; first || !bytes.empty(); first = false) {
        if (bytes.size() < head || bytes[0] >> 6U != 2) return std::nullopt;
        const auto size = (read(bytes.subspan(2, 2)) + std::size_t{1}) * 4;
        if (size > bytes.size()) return std::nullopt;
        const auto packet = bytes.first(size);
        bytes = bytes.subspan(size);
        const bool is_report = packet[1] == sender_report || packet[1] == receiver_report;
        if (first && !is_report) return std::nullopt;
        if (is_report && (size < head + 4 || !read_report(packet, our_source, found))) {
            return std::nullopt;
        }
        if (packet[1] == goodbye) found.bye = true;
    }
    return found;
}

} // namespace hatif::rtp
