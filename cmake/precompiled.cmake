# Headers that most sources read are parsed once: it halves a full build on two cores. One precompiled header for the
# libraries (position independent) and one for the tests; the preset `fuzz` builds without, so that no include is missing.
option(TRACEKIT_PRECOMPILED "Precompile the headers that most sources read" ON)

set(libraries_headers <algorithm> <array> <cmath> <map> <optional> <set> <string> <vector> <fmt/format.h>
  <nlohmann/json.hpp>)
set(tests_headers <catch2/catch.hpp> <algorithm> <filesystem> <map> <set> <string> <vector> <fmt/format.h>
  <nlohmann/json.hpp>)

function(tracekit_precompiled_host name)
  cmake_parse_arguments(arg "PIC" "" "HEADERS;LIBRARIES" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ${arg_PIC})
  target_link_libraries(${name} PRIVATE tracekit_warnings fmt::fmt nlohmann_json::nlohmann_json ${arg_LIBRARIES})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

# use_precompiled(<target> <libraries|tests>)
function(use_precompiled target kind)
  if(TRACEKIT_PRECOMPILED)
    if(NOT TARGET tracekit_precompiled_${kind})
      if(kind STREQUAL "libraries")
        tracekit_precompiled_host(tracekit_precompiled_libraries PIC HEADERS ${libraries_headers})
      else()
        tracekit_precompiled_host(tracekit_precompiled_tests HEADERS ${tests_headers} LIBRARIES Catch2::Catch2)
      endif()
    endif()
    target_precompile_headers(${target} REUSE_FROM tracekit_precompiled_${kind})
  endif()
endfunction()
