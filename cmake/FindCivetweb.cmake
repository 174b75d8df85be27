# Civetweb::Civetweb, the embedded web server's C library. Debian's own package file needs a program that is packaged
# elsewhere, so it cannot be used.
find_path(Civetweb_INCLUDE_DIR civetweb.h)
find_library(Civetweb_LIBRARY civetweb)
if(Civetweb_INCLUDE_DIR)
  file(STRINGS ${Civetweb_INCLUDE_DIR}/civetweb.h line REGEX "#define CIVETWEB_VERSION ")
  string(REGEX REPLACE ".*\"(.*)\".*" "\\1" Civetweb_VERSION "${line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Civetweb REQUIRED_VARS Civetweb_LIBRARY Civetweb_INCLUDE_DIR VERSION_VAR Civetweb_VERSION)
if(Civetweb_FOUND AND NOT TARGET Civetweb::Civetweb)
  add_library(Civetweb::Civetweb UNKNOWN IMPORTED)
  set_target_properties(Civetweb::Civetweb PROPERTIES IMPORTED_LOCATION ${Civetweb_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${Civetweb_INCLUDE_DIR})
endif()
mark_as_advanced(Civetweb_INCLUDE_DIR Civetweb_LIBRARY)
