# Sources of a library are compiled several at a time: most of what the compiler does for one is reading the same headers
# and instantiating the same templates again. A full build takes half of the time, a changed file a few seconds more. Names
# in anonymous namespaces have to differ within a library therefore. The preset `fuzz` compiles each file alone: it shows
# a missing include, and a name that shadows another.
option(TRACEKIT_UNITY "Compile the sources of a library several at a time" ON)

function(compile_in_batches target)
  if(NOT TRACEKIT_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
endfunction()
