# The front end, built by Node into WEB_UI_DIST whenever a file of it changes. WEB_UI_STAMP is newer than all of it.
set(web_ui ${PROJECT_SOURCE_DIR}/web/ui)
set(WEB_UI_DIST ${PROJECT_BINARY_DIR}/web/ui/dist)
set(WEB_UI_STAMP "")
if(EXISTS ${web_ui}/build.mjs)
  find_program(NODE node REQUIRED)
  find_program(NPM npm REQUIRED)
  set(installed ${PROJECT_BINARY_DIR}/web/ui/packages.stamp)
  add_custom_command(OUTPUT ${installed}
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/web/ui
    COMMAND ${CMAKE_COMMAND} -E touch ${installed}
    DEPENDS ${web_ui}/package-lock.json WORKING_DIRECTORY ${web_ui} COMMENT "Installing what the front end is built with" VERBATIM)
  file(GLOB_RECURSE web_ui_files CONFIGURE_DEPENDS ${web_ui}/pages/* ${web_ui}/src/*)
  file(GLOB web_ui_scripts CONFIGURE_DEPENDS ${web_ui}/*.mjs ${web_ui}/*.json)
  set(WEB_UI_STAMP ${PROJECT_BINARY_DIR}/web/ui/dist.stamp)
  add_custom_command(OUTPUT ${WEB_UI_STAMP}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${WEB_UI_DIST}
    COMMAND ${NODE} build.mjs --out ${WEB_UI_DIST}
    COMMAND ${CMAKE_COMMAND} -E touch ${WEB_UI_STAMP}
    DEPENDS ${installed} ${web_ui_files} ${web_ui_scripts} WORKING_DIRECTORY ${web_ui} COMMENT "Building the front end" VERBATIM)
endif()
