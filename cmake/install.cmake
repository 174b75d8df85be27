# Where everything goes in `cmake --install`: GNU directories, which packagers and people change with
# CMAKE_INSTALL_BINDIR, CMAKE_INSTALL_MANDIR and so on.
#
# Components: `tracekit` is the command line and what it loads, `tracekit-web` the dashboard's server.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CMAKE_INSTALL_LIBDIR lib CACHE STRING "libraries; tracekit looks for its own in ../lib/tracekit, seen from its programs")
unset(_GNUInstallDirs_LAST_CMAKE_INSTALL_PREFIX CACHE) # else Debian's folder replaces `lib` when the prefix becomes /usr
include(GNUInstallDirs)

cmake_path(SET searched NORMALIZE "${CMAKE_INSTALL_FULL_BINDIR}/../lib/tracekit")
cmake_path(SET given NORMALIZE "${CMAKE_INSTALL_FULL_LIBDIR}/tracekit")
if(NOT searched STREQUAL given)
  message(FATAL_ERROR "CMAKE_INSTALL_LIBDIR puts the libraries into ${given}, but the programs look for them in ${searched}. "
    "Choose the two folders beside each other: <somewhere>/bin and <somewhere>/lib.")
endif()

set(programs ${CMAKE_INSTALL_BINDIR})
set(parts ${CMAKE_INSTALL_LIBDIR}/tracekit) # libraries that load late, and the program behind `tracekit demo`
install(TARGETS tracekit RUNTIME DESTINATION ${programs} COMPONENT tracekit)
install(TARGETS tracekit-sandbox RUNTIME DESTINATION ${parts} COMPONENT tracekit)
install(TARGETS tracekit_http tracekit_callback tracekit_postgres LIBRARY DESTINATION ${parts} COMPONENT tracekit
  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(TARGETS tracekit-web RUNTIME DESTINATION ${programs} COMPONENT tracekit-web)

install(DIRECTORY ${TRACEKIT_MANUAL}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT tracekit)
install(FILES ${TRACEKIT_MANUAL}/man8/tracekit-web.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT tracekit-web)
set(completions ${TRACEKIT_MANUAL}/completions)
foreach(program tracekit tracekit-web)
  install(FILES ${completions}/${program}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program} COMPONENT ${program})
  install(FILES ${completions}/_${program} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT ${program})
  install(FILES ${completions}/${program}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT ${program})
endforeach()
install(FILES tracekit_config.json.example README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tracekit)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tracekit PATTERN pictures/terminal EXCLUDE)

set(TRACEKIT_SYSTEMD_DIR ${CMAKE_INSTALL_LIBDIR}/systemd/system CACHE STRING "where systemd finds units")
set(units ${PROJECT_BINARY_DIR}/packaging/systemd)
foreach(unit tracekit-web tracekit-worker tracekit-pull tracekit-backup)
  configure_file(packaging/systemd/${unit}.service.in ${units}/${unit}.service @ONLY)
endforeach()
install(FILES ${units}/tracekit-web.service ${units}/tracekit-worker.service ${units}/tracekit-pull.service
  ${units}/tracekit-backup.service packaging/systemd/tracekit-pull.timer packaging/systemd/tracekit-backup.timer
  DESTINATION ${TRACEKIT_SYSTEMD_DIR} COMPONENT tracekit-web)
