import ArgumentParser
import Core
import Gate
import Matrices

/// The options of every subcommand that computes.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The number of threads; results are the same for any number.", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print only results, errors, and notes that put the results in doubt.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, and is \(threads)") }
  }

  /// Runs `body` on the threads that were asked for, and turns its error into three lines and an exit code: 64 for wrong
  /// usage, 5 for a baseline that is not there, else 1.
  func perform(_ body: () throws -> Void) throws {
    Interruption.install()
    do {
      try KernelWidth.check()
      try Threads.$count.withValue(threads ?? Threads.count) { try body() }
    } catch let code as ExitCode {
      throw code
    } catch is OutputClosed {
      throw ExitCode(OutputClosed.exitCode)
    } catch {
      Messages.print(error)
      throw Self.exitCode(for: error)
    }
  }

  private static func exitCode(for error: any Error) -> ExitCode {
    if (error as? any ExplainedError)?.isWrongUsage == true { return .validationFailure }
    return (error as? BaselineError)?.isMissing == true ? ExitCode(5) : .failure
  }
}
