# Warnings are errors for our own code; system headers are exempt by -isystem.
add_library(tracekit_warnings INTERFACE)
target_compile_options(tracekit_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Werror
  # Several files compiled as one (cmake/unity.cmake) would look across files that have nothing to do with each other.
  $<IF:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,$<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>,-Wshadow>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside libstdc++ when it inlines std::string, std::vector and std::optional.
  target_compile_options(tracekit_warnings INTERFACE -Wno-error=maybe-uninitialized
    -Wno-error=array-bounds -Wno-error=restrict -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 calls its own deprecated get_temporary_buffer in std::stable_sort.
  target_compile_options(tracekit_warnings INTERFACE -Wno-deprecated-declarations)
endif()
target_compile_definitions(tracekit_warnings INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
