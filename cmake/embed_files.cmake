# embed_files(<target> <folder> DEPENDS <files...>): compiles every file of a folder into a target, as
# `tracekit::web::embedded_files()` of assets/embedded.hpp. Which files there are is found out during the build, since
# their names carry hashes of what is in them.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  enable_language(ASM)
  set(embed_files_script ${CMAKE_CURRENT_LIST_FILE})

  function(embed_files target folder)
    cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
    set(table ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded_files.cpp)
    set(bytes ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded_files.S)
    add_custom_command(OUTPUT ${table} ${bytes}
      COMMAND ${CMAKE_COMMAND} -D FOLDER=${folder} -D TABLE=${table} -D BYTES=${bytes} -P ${embed_files_script}
      DEPENDS ${embed_files_script} ${arg_DEPENDS} VERBATIM)
    target_sources(${target} PRIVATE ${table} ${bytes})
    set_source_files_properties(${table} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endfunction()
  return()
endif()

file(GLOB_RECURSE names RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT names)
set(assembly "// Made by cmake/embed_files.cmake.\n.section .note.GNU-stack,\"\",%progbits\n.section .rodata\n")
set(declarations "")
set(rows "")
set(count 0)
foreach(name IN LISTS names)
  set(label tracekit_web_file_${count})
  string(APPEND assembly ".global ${label}, ${label}_end\n${label}:\n.incbin \"${FOLDER}/${name}\"\n${label}_end:\n.byte 0\n")
  string(APPEND declarations "extern const char ${label}[];\nextern const char ${label}_end[];\n")
  string(APPEND rows "      {\"${name}\", {${label}, static_cast<std::size_t>(${label}_end - ${label})}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${BYTES} "${assembly}")
file(WRITE ${TABLE} "// Made by cmake/embed_files.cmake.
#include \"assets/embedded.hpp\"

extern \"C\" {
${declarations}}

namespace tracekit::web {

const std::vector<EmbeddedFile>& embedded_files() {
  static const std::vector<EmbeddedFile> files{
${rows}  };
  return files;
}

} // namespace tracekit::web
")
