# Third-party packages, all from Debian. What ships no CMake package is found by pkg-config and
# named alike: PkgConfig::<name>.

find_package(Threads REQUIRED)
find_package(Catch2 2 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC REQUIRED)
find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS system)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(prometheus-cpp REQUIRED)
find_package(CLI11 REQUIRED)

find_package(PkgConfig REQUIRED)
foreach(package libpq rdkafka rdkafka++ sofia-sip-ua sndfile soxr libseccomp libsodium spandsp libsrtp2 libcares jemalloc libcurl)
  pkg_check_modules(${package} REQUIRED IMPORTED_TARGET ${package})
endforeach()

# libphonenumber ships neither; its headers need Boost's.
add_library(phonenumber INTERFACE IMPORTED)
target_link_libraries(phonenumber INTERFACE -lphonenumber Boost::headers)
