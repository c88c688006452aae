#pragma once

#include "flow/operand.hpp"
#include "flow/play_item.hpp"
#include "flow/problem.hpp"
#include "flow/template.hpp"

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
class object;
} // namespace simdjson::dom

namespace hatif::flow {

/// Reads the members of one JSON object of a graph, one by name. What is wrong is noted with its
/// place and read as the default, so that all problems of a graph come out at once. A member that
/// is null counts as absent.
class ConfigReader {
public:
    enum class Need { optional, required };

    template <class T>
    struct Range {
        T least;
        T most;
    };

    /// The object lives as long as its parser; `problems` outlives the reader.
    ConfigReader(const simdjson::dom::object& members,
                 std::optional<NodeId> node,
                 std::string path,
                 Problems& problems);
    ~ConfigReader();

    ConfigReader(const ConfigReader&) = delete;
    ConfigReader& operator=(const ConfigReader&) = delete;

    /// At most so many characters.
    std::string text(std::string_view name,
                     Need need = Need::optional,
                     std::size_t most = std::string_view::npos);
    bool flag(std::string_view name, bool otherwise);
    int integer(std::string_view name, int otherwise, Range<int> range);
    std::chrono::milliseconds milliseconds(std::string_view name,
                                           std::chrono::milliseconds otherwise,
                                           Range<std::chrono::milliseconds> range);

    /// One of these texts; the first when absent.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> choices);

    /// Keys of a telephone, as one text or as a list of texts.
    std::string digits(std::string_view name, std::string otherwise);

    std::optional<Outcome> outcome(std::string_view name);

    /// A key, or an empty text for none.
    std::optional<char> key(std::string_view name, std::optional<char> otherwise);

    PlayItems play_items(std::string_view name, Need need);

    /// What a voice engine speaks: the member `value`, and `language` and `voice` beside it.
    TextItem text_item(std::string_view value);

    /// A literal, a ValueSource or `{expression}`; required.
    Operand operand(std::string_view name);

    /// True for an object or a list that is no value itself, but a text to be sent as JSON.
    bool is_json(std::string_view name);
    /// That text; value sources and expressions anywhere in it are places for their values.
    Template json(std::string_view name);

    /// Of all members, as they stand there.
    std::vector<std::string> names() const;

    /// The member is there and no null.
    bool has(std::string_view name);

    /// An object within; null when absent. Lives as long as this reader.
    ConfigReader* object(std::string_view name, Need need = Need::optional);

    /// The objects of a list within; a required one is not empty.
    std::vector<ConfigReader*> objects(std::string_view name, Need need);

    /// Warns of every member that was there and that nobody asked for.
    void warn_of_unread();

    void refuse(std::string code, std::string message, std::string path);

    const std::string& path() const;

    /// Of the node that is read; empty, when it has none.
    std::string node_id() const;

private:
    struct Core;

    /// The member as it stands there, a null too.
    std::optional<simdjson::dom::element> written(std::string_view name);
    std::optional<simdjson::dom::element> find(std::string_view name, Need need);
    void missing(std::string_view name);
    void wrong_type(std::string_view name, std::string_view wanted);
    ConfigReader* inner(const simdjson::dom::element& element, const std::string& at);
    ValueSource source();
    Operand expression();
    Operand place();
    void append_json(Template& all, const simdjson::dom::element& it, const std::string& at);
    PlayItem play_item();
    AudioItem audio_item();
    Voice voice();
    std::optional<speech::Language> language(Need need);
    std::map<speech::Language, std::string> texts_by_language(std::string_view name);

    std::unique_ptr<Core> core_;
};

} // namespace hatif::flow
