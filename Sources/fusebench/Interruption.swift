import Dispatch
import Foundation
import Matrices
import Results

/// Ctrl-C and a polite kill: temporary files are removed, everything finished stays, and the exit code is the shell's
/// usual one (130 or 143).
enum Interruption {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func install() {
    Memory.end = { error in
      TemporaryFiles.removeAll(closing: true)
      Messages.print(error)
      _exit(1)
    }
    // A file beyond the limit of its size is then an error like any other.
    signal(SIGXFSZ, SIG_IGN)
    for (number, name) in [(SIGINT, "interrupted"), (SIGTERM, "terminated")] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        TemporaryFiles.removeAll(closing: true)
        Messages.write(
          "\nerror: \(name)\ncause: the command was stopped before it was done\n"
            + "hint:  finished trials are whole and stay in the run's folder; run the command again")
        _exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }
}
