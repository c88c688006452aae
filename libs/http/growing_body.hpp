#pragma once

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/optional.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace hatif::http {

constexpr std::size_t json_padding = 64; // what simdjson reads beyond a text's end, at most

/// A request's body as a string that grows with what comes. Beast's own takes all the memory that
/// the head announces.
struct GrowingBody {
    using value_type = std::string;

    class reader {
    public:
        template <class Header>
        reader(Header&, value_type& body) : body_{body} {}

        void init(const boost::optional<std::uint64_t>& announced, boost::beast::error_code& why) {
            constexpr std::uint64_t most_ahead = 1 << 20;
            if (announced) body_.reserve(std::min(*announced, most_ahead) + json_padding);
            why = {};
        }

        template <class Buffers>
        std::size_t put(const Buffers& pieces, boost::beast::error_code& why) {
            const auto before = body_.size();
            for (const auto piece : boost::beast::buffers_range_ref(pieces)) {
                body_.append(static_cast<const char*>(piece.data()), piece.size());
            }
            why = {};
            return body_.size() - before;
        }

        void finish(boost::beast::error_code& why) { why = {}; }

    private:
        value_type& body_;
    };
};

} // namespace hatif::http
