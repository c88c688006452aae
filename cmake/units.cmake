# Four words build everything here.
#
#   add_unit(<name> LAYER <layer> SOURCES ... [TESTS ...] [USES <units>...] [PACKAGES <targets>...]
#            [INTEGRATION_TESTS ...] [TESTED_WITH <units>...])
#   add_service(<name> the same without LAYER)
#   add_contract(<name> PROTOS ... [USES <contracts>...])
#   embed_migrations(<unit> <namespace> <files>...)
#
# A unit is one folder and one library. Headers stand beside sources and are included as
# "unit/header.hpp"; they are visible only to those that name the unit in USES.
# Layers point one way: base <- pure <- adapter <- service. What breaks this does not configure.

set(LAYERS base pure adapter service)

# Third-party packages that only make values: open to every layer. All others start at adapter.
set(VALUE_PACKAGES tl::expected fmt::fmt ICU::uc ICU::i18n phonenumber simdjson::simdjson)

function(add_unit name)
  cmake_parse_arguments(PARSE_ARGV 1 unit "" "LAYER"
    "SOURCES;TESTS;USES;PACKAGES;INTEGRATION_TESTS;TESTED_WITH")
  check_layers(${name} "${unit_LAYER}" "${unit_USES}" "${unit_PACKAGES}")

  set(reach PUBLIC)
  if(unit_SOURCES MATCHES "\\.cpp")
    add_library(${name} STATIC ${unit_SOURCES})
  else()
    set(reach INTERFACE)
    add_library(${name} INTERFACE)
  endif()
  set_target_properties(${name} PROPERTIES LAYER ${unit_LAYER})
  target_link_libraries(${name} ${reach} ${unit_USES} ${unit_PACKAGES})

  # "unit/header.hpp" resolves through a link that only the users of the unit have on their path.
  set(view ${PROJECT_BINARY_DIR}/units/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${view}/${name} SYMBOLIC)
  target_include_directories(${name} ${reach} ${view})

  add_unit_test(${name} ${name} unit "${unit_TESTS}" "")
  add_unit_test(${name} ${name}_integration integration
                "${unit_INTEGRATION_TESTS}" "${unit_TESTED_WITH}")
endfunction()

# Unit tests need nothing but the unit; integration tests start the real other side by the units of
# TESTED_WITH (pg_testing: a PostgreSQL of the test's own).
function(add_unit_test unit test label sources tested_with)
  if(NOT sources)
    return()
  endif()
  add_executable(${test}_test ${sources})
  # What is tested is optimized, what tests it is not: a third of its compile time.
  target_compile_options(${test}_test PRIVATE $<$<CONFIG:Release>:-O0>)
  target_link_libraries(${test}_test PRIVATE ${unit} ${tested_with} catch_main)
  add_test(NAME ${test} COMMAND ${test}_test WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${test} PROPERTIES LABELS ${label})
endfunction()

# A service is a unit of its own, tested like any other, and a main.cpp that wires it. The binary is
# called as the folder: services/program-scheduler gives hatif-program-scheduler.
function(add_service name)
  add_unit(${name} LAYER service ${ARGN})
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
  add_executable(${name}_main main.cpp)
  set_target_properties(${name}_main PROPERTIES OUTPUT_NAME hatif-${folder}
                        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  target_link_libraries(${name}_main PRIVATE ${name})
  install(TARGETS ${name}_main)
endfunction()

# Messages and gRPC stubs of one package, generated from proto/.
function(add_contract name)
  cmake_parse_arguments(PARSE_ARGV 1 contract "" "" "PROTOS;USES")
  set(out ${PROJECT_BINARY_DIR}/contract/${name})
  file(MAKE_DIRECTORY ${out})
  add_library(${name} STATIC ${contract_PROTOS})
  set_target_properties(${name} PROPERTIES LAYER adapter)
  target_compile_options(${name} PRIVATE -w -g0)
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC gRPC::grpc++ protobuf::libprotobuf ${contract_USES})
  set(services ${contract_PROTOS})
  list(FILTER services INCLUDE REGEX "_service\\.proto$")
  set(imports ${CMAKE_CURRENT_SOURCE_DIR} ${GOOGLEAPIS})
  protobuf_generate(TARGET ${name} LANGUAGE cpp PROTOC_OUT_DIR ${out} IMPORT_DIRS ${imports})
  if(services)
    protobuf_generate(TARGET ${name} LANGUAGE grpc PROTOC_OUT_DIR ${out} PROTOS ${services}
      IMPORT_DIRS ${imports}
      GENERATE_EXTENSIONS .grpc.pb.h .grpc.pb.cc
      PLUGIN "protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
  endif()
endfunction()

# SQL files, in order, as `pg::Migrations <namespace>::migrations()` of the unit.
function(embed_migrations unit namespace)
  set(text "#include \"pg/migrate.hpp\"\n\nnamespace ${namespace} {\n\nhatif::pg::Migrations migrations() {\n    return {\n")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file STEM name)
    file(READ ${file} sql)
    string(APPEND text "        {\"${name}\", R\"sql-text(${sql})sql-text\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  string(APPEND text "    };\n}\n\n} // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/migrations.cpp CONTENT "${text}" @ONLY)
  target_sources(${unit} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/migrations.cpp)
endfunction()

function(check_layers name layer uses packages)
  list(FIND LAYERS "${layer}" rank)
  list(REMOVE_ITEM packages ${VALUE_PACKAGES})
  if(rank EQUAL -1)
    message(FATAL_ERROR "${name}: LAYER must be one of ${LAYERS}")
  elseif(packages AND rank LESS 2)
    message(FATAL_ERROR "${name} is ${layer}: it may not use ${packages}")
  endif()
  foreach(used IN LISTS uses)
    if(NOT TARGET ${used})
      message(FATAL_ERROR "${name} uses ${used}, which no add_subdirectory before it has added")
    endif()
    get_target_property(used_layer ${used} LAYER)
    list(FIND LAYERS "${used_layer}" used_rank)
    if(used_rank GREATER rank)
      message(FATAL_ERROR "${name} is ${layer}: it may not use ${used}, which is ${used_layer}")
    endif()
  endforeach()
endfunction()

include(CTest)

# Catch's own main is slow to compile: once for all.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/catch_main.cpp
     CONTENT "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
add_library(catch_main STATIC ${PROJECT_BINARY_DIR}/catch_main.cpp)
target_link_libraries(catch_main PUBLIC Catch2::Catch2)
