# embed_sql(<target> <folder>): compiles every .sql file of a folder into a target, as
# `tracekit::store::embedded_sql()` of store/migrations.hpp. Runs again when a file changes.
function(embed_sql target folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  list(SORT files)
  set(rows "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME)
    file(READ ${file} text)
    string(APPEND rows "      {\"${name}\", R\"~sql~(${text})~sql~\"},\n")
  endforeach()
  set(EMBEDDED_ROWS "${rows}")
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded_sql.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [=[
// Made by cmake/embed_sql.cmake.
#include "store/migrations.hpp"

namespace tracekit::store {

const std::vector<EmbeddedSql>& embedded_sql() {
  static const std::vector<EmbeddedSql> files{
@EMBEDDED_ROWS@  };
  return files;
}

} // namespace tracekit::store
]=])
  target_sources(${target} PRIVATE ${output})
endfunction()
