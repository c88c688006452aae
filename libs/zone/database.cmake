# Puts the compiled zones (RFC 8536) of the system into the library, each content once: an assembler
# file that takes them in, and a sorted table of names.
enable_language(ASM)
set(zones_of_system /usr/share/zoneinfo)
if(NOT EXISTS ${zones_of_system}/tzdata.zi)
  message(FATAL_ERROR "no time zones at ${zones_of_system}: install tzdata")
endif()
file(STRINGS ${zones_of_system}/tzdata.zi version LIMIT_COUNT 1 REGEX "^# version ")
string(REPLACE "# version " "" version "${version}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${zones_of_system}/tzdata.zi)

# Only places have a slash; "posix" and "right" hold all of them again.
file(GLOB_RECURSE names RELATIVE ${zones_of_system} ${zones_of_system}/[A-Z]*)
list(FILTER names INCLUDE REGEX "^[A-Z].*/|^UTC$")
list(SORT names)
set(bytes ".section .rodata\n")
set(declared "")
set(table "")
foreach(name IN LISTS names)
  file(READ ${zones_of_system}/${name} magic LIMIT 4)
  if(NOT magic MATCHES "^TZif")
    continue()
  endif()
  file(MD5 ${zones_of_system}/${name} hash)
  if(NOT DEFINED seen_${hash})
    set(seen_${hash} yes)
    string(APPEND bytes "zone_${hash}:\n.globl zone_${hash}\n"
      ".incbin \"${zones_of_system}/${name}\"\nzone_${hash}_end:\n.globl zone_${hash}_end\n")
    string(APPEND declared "extern const char zone_${hash}[], zone_${hash}_end[];\n")
  endif()
  string(APPEND table "    {\"${name}\", zone_${hash}, zone_${hash}_end},\n")
endforeach()
string(APPEND bytes ".section .note.GNU-stack,\"\",@progbits\n")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/zones.S CONTENT "${bytes}" @ONLY)
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/database.cpp @ONLY CONTENT
"#include \"zone/database.hpp\"

#include <algorithm>
#include <iterator>

extern \"C\" {
${declared}}

namespace hatif::zone {

namespace {

struct Row {
    std::string_view name;
    const char* begin;
    const char* end;
};

const Row rows[]{
${table}};

} // namespace

std::string_view database_version() {
    return \"${version}\";
}

std::optional<std::string_view> compiled_zone(std::string_view name) {
    const auto* row = std::lower_bound(std::begin(rows), std::end(rows), name,
        [](const Row& it, std::string_view wanted) { return it.name < wanted; });
    if (row == std::end(rows) || row->name != name) return std::nullopt;
    return std::string_view{row->begin, static_cast<std::size_t>(row->end - row->begin)};
}

} // namespace hatif::zone
")
target_sources(zone PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/zones.S
                            ${CMAKE_CURRENT_BINARY_DIR}/database.cpp)
