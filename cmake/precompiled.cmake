# Headers that most sources read are parsed once; that keeps a full build on two cores under six minutes. A precompiled
# header is slow to load when it is large, so there are three. The preset `fuzz` builds without: ninja -C build/fuzz
# shows whether an include is missing.
option(TRACEKIT_PRECOMPILED "Precompile the headers that most sources read" ON)

set(precompiled_plain <algorithm> <array> <cmath> <map> <optional> <set> <string> <vector> <fmt/format.h>)
set(precompiled_json ${precompiled_plain} <nlohmann/json.hpp>)
set(precompiled_tests <catch2/catch.hpp> <algorithm> <filesystem> <string> <vector> <fmt/format.h>)

# use_precompiled(<target> <plain|json|tests>); `plain` and `json` are for position independent libraries.
function(use_precompiled target kind)
  if(NOT TRACEKIT_PRECOMPILED)
    return()
  endif()
  set(host tracekit_precompiled_${kind})
  if(NOT TARGET ${host})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/${host}.cpp CONTENT "")
    add_library(${host} OBJECT ${PROJECT_BINARY_DIR}/${host}.cpp)
    target_link_libraries(${host} PRIVATE tracekit_warnings fmt::fmt nlohmann_json::nlohmann_json)
    if(kind STREQUAL "tests")
      target_link_libraries(${host} PRIVATE Catch2::Catch2)
    else()
      set_target_properties(${host} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_precompile_headers(${host} PRIVATE ${precompiled_${kind}})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${host})
endfunction()
