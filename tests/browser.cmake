# The front end: its pure logic in Node, and the whole of it in a real Chromium against the real server, on both engines.
if(NOT NODE)
  return()
endif()
set(web_ui ${PROJECT_SOURCE_DIR}/web/ui)

add_test(NAME "ui: types" COMMAND ${NODE} node_modules/typescript/bin/tsc --noEmit WORKING_DIRECTORY ${web_ui})
add_test(NAME "ui: logic" COMMAND ${NODE} test.mjs unit WORKING_DIRECTORY ${web_ui})
set_tests_properties("ui: types" "ui: logic" PROPERTIES LABELS ui)

find_program(CHROMIUM chromium)
if(NOT CHROMIUM)
  message(STATUS "No browser tests: chromium is missing (scripts/install-deps test)")
  return()
endif()

# Each file has services, a server and a browser of its own.
file(GLOB browser_tests CONFIGURE_DEPENDS RELATIVE ${web_ui} ${web_ui}/tests/e2e/*.test.ts)
foreach(file ${browser_tests})
  get_filename_component(topic ${file} NAME_WE)
  foreach(engine sqlite postgres)
    set(name "browser: ${topic}, ${engine}")
    add_test(NAME ${name} COMMAND ${NODE} test.mjs browser ${file} WORKING_DIRECTORY ${web_ui})
    set_tests_properties(${name} PROPERTIES LABELS browser TIMEOUT 600 ENVIRONMENT
      "TRACEKIT_TEST_ENGINE=${engine};TRACEKIT_BINARY=$<TARGET_FILE:tracekit>;TRACEKIT_WEB=$<TARGET_FILE:tracekit-web>;TRACEKIT_SANDBOX=$<TARGET_FILE:tracekit-sandbox>;TRACEKIT_LIBRARY_DIR=$<TARGET_FILE_DIR:tracekit>;TRACEKIT_CHROMIUM=${CHROMIUM};TRACEKIT_PICTURES=${PROJECT_BINARY_DIR}/browser")
  endforeach()
endforeach()
