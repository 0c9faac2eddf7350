import Core
import Foundation
import Results
import Synchronization

/// The ends of a process from outside: Ctrl-C, a polite kill, memory that is refused.
///
/// Temporary files are removed, and everything finished stays. A signal ends with the shell's usual code (130 or 143).
enum Interruption {
  private static let signals = [(number: SIGINT, name: "interrupted"), (number: SIGTERM, name: "terminated")]

  static func install() {
    reserve = malloc(bytesOfReserve)
    Memory.end = { endOutOfMemory(needed: $0.needed) }
    // A file beyond the limit of its size is then an error like any other.
    signal(SIGXFSZ, SIG_IGN)
    listen()
  }

  // MARK: - Signals

  /// Starts the thread that waits for the signals. Where the system gives none, its own way to end a process has to do.
  private static func listen() {
    var waited = waitedSignals
    pthread_sigmask(SIG_BLOCK, &waited, nil)
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 512 << 10)
    defer { pthread_attr_destroy(&attributes) }
    let code = pthread_create(
      &thread, &attributes,
      { _ in
        Interruption.waitForSignal()
        return nil
      }, nil)
    if code != 0 { pthread_sigmask(SIG_UNBLOCK, &waited, nil) }
  }

  private static var waitedSignals: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for (number, _) in signals { sigaddset(&set, number) }
    return set
  }

  private static func waitForSignal() {
    var (waited, number) = (waitedSignals, Int32(0))
    while sigwait(&waited, &number) != 0 {}
    let name = signals.first { $0.number == number }?.name ?? ""
    TemporaryFiles.removeAll(closing: true)
    Messages.write(
      "\nerror: \(name)\ncause: the command was stopped before its end\n"
        + "hint:  finished trials are kept in the run's folder; run the command again")
    _exit(128 + number)
  }

  // MARK: - Memory

  /// Memory for the last words of a process that gets no more.
  nonisolated(unsafe) private static var reserve: UnsafeMutableRawPointer?
  private static let bytesOfReserve = 4 << 20
  private static let isEnding = Atomic(false)

  static func endOutOfMemory(needed: Int) -> Never {
    guard !isEnding.exchange(true, ordering: .acquiring) else {
      // Another thread is at it already, unless the reserve was too small.
      sleep(1)
      _exit(1)
    }
    free(reserve)
    TemporaryFiles.removeAllWithoutWaiting()
    Messages.print(MemoryError(needed: needed, left: max(Memory.left - bytesOfReserve, 0)))
    _exit(1)
  }
}

/// Ends the command where the system refuses memory to Swift's runtime, which would abort: the linker puts this function in
/// the place of the runtime's own (`Package.swift`).
@_cdecl("__wrap__ZN5swift28swift_abortAllocationFailureEmm")
func endRefusedAllocation(_ bytes: Int, _ alignment: Int) {
  Interruption.endOutOfMemory(needed: bytes)
}
