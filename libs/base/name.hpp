#pragma once

#include <compare>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

namespace hatif::base {

/// A text with a meaning of its own, as `Strong<std::string, Tag>`, for what is written once and
/// passed on ever after: copies share it, from any thread. It never changes.
template <class Tag>
class Name {
public:
    Name() = default; ///< the empty text
    explicit Name(std::string text)
        : text_{text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))} {}

    const std::string& value() const {
        static const std::string none;
        return text_ ? *text_ : none;
    }

    friend bool operator==(const Name& one, const Name& other) {
        return one.text_ == other.text_ || one.value() == other.value();
    }
    friend std::strong_ordering operator<=>(const Name& one, const Name& other) {
        if (one.text_ == other.text_) return std::strong_ordering::equal;
        return one.value() <=> other.value();
    }

    friend std::ostream& operator<<(std::ostream& out, const Name& it) { return out << it.value(); }

private:
    std::shared_ptr<const std::string> text_; // null: the empty text
};

} // namespace hatif::base

template <class Tag>
struct std::hash<hatif::base::Name<Tag>> {
    auto operator()(const hatif::base::Name<Tag>& it) const {
        return std::hash<std::string>{}(it.value());
    }
};
