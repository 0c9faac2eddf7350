import Foundation
import Synchronization
import Testing

/// The built command, run as a child process.
enum Command {
  /// Beside the tests in the folder of products: building the tests builds it too.
  static let executable: URL = {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" && $0.path.contains(".build") }
    let tests = bundle ?? URL(fileURLWithPath: CommandLine.arguments[0]).absoluteURL
    return tests.deletingLastPathComponent().appendingPathComponent("fusebench")
  }()

  /// The top folder of the package.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A fixture of the features' tests, such as `bomb.npz`.
  static func fixture(_ name: String) -> String {
    package.appendingPathComponent("Tests/FeaturesTests/Fixtures/\(name)").path
  }

  /// Runs the command with `arguments` in `folder` and waits for its end.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Turnstile.children.pass {
      try await start(arguments, in: folder, environment: environment).outcome()
    }
  }

  /// Starts the command, to be stopped later.
  static func start(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> RunningCommand {
    try RunningCommand(executable, arguments, in: folder, environment: environment)
  }

  /// Runs a shell script that finds the command as `"$0"`.
  static func shell(_ script: String, in folder: TemporaryFolder) async throws -> Outcome {
    try await Turnstile.children.pass {
      try await RunningCommand(
        URL(fileURLWithPath: "/bin/sh"), ["-c", script, executable.path], in: folder, environment: [:]
      ).outcome()
    }
  }
}

/// A child process whose output goes to files, so that it never waits for a reader.
final class RunningCommand: Sendable {
  /// A child that takes longer hangs. The time counts from its start, not from that of the test: the tests start all at
  /// once, and most of them wait for their turn.
  private static let limit = 1200.0

  private let process = Process()
  private let streams: URL
  private let ended: AsyncStream<Void>
  private let late = Mutex(false)

  init(
    _ executable: URL, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String],
    limit: Double = RunningCommand.limit
  ) throws {
    let streams = folder.streams.appendingPathComponent(UUID().uuidString)
    self.streams = streams
    let (ended, continuation) = AsyncStream<Void>.makeStream()
    self.ended = ended
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    func file(_ name: String) throws -> FileHandle {
      let url = streams.appendingPathComponent(name)
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (try file("output"), try file("errors"))
    process.standardOutput = output
    process.standardError = errors
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    try output.close()
    try errors.close()
    DispatchQueue.global().asyncAfter(deadline: .now() + limit) { [weak self] in self?.endForTakingLong() }
  }

  private func endForTakingLong() {
    guard process.isRunning else { return }
    late.withLock { $0 = true }
    send(SIGKILL)
  }

  /// The text that the command has written to its standard error so far.
  var errorsSoFar: String { text("errors") }

  /// The id of the process.
  var id: Int32 { process.processIdentifier }

  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end. A child that hangs is ended, and its test fails.
  func outcome() async -> Outcome {
    for await _ in ended {}
    // Foundation ends the tests, all of them, where the status of a running process is read.
    process.waitUntilExit()
    if late.withLock({ $0 }) {
      Issue.record("the command was ended, because it took too long: \(process.arguments ?? [])")
    }
    return Outcome(
      status: process.terminationStatus, crashed: process.terminationReason == .uncaughtSignal,
      output: text("output"), errors: text("errors"))
  }

  private func text(_ name: String) -> String {
    (try? String(contentsOf: streams.appendingPathComponent(name), encoding: .utf8)) ?? ""
  }
}

/// The exit status of a command and its output.
struct Outcome {
  let status: Int32
  let crashed: Bool
  let output: String
  let errors: String

  /// The lines of the standard error.
  var errorLines: [String] { errors.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// Expects an error of three lines, in which all the words stand, and nothing on the standard output.
  func expectFailure(
    _ status: Int32 = 1, naming words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!crashed, "the command crashed: \(errors)", sourceLocation: sourceLocation)
    #expect(self.status == status, "\(errors)", sourceLocation: sourceLocation)
    let lines = errorLines.dropLast().suffix(3)
    let starts = zip(lines, ["error: ", "cause: ", "hint:  "]).map { $0.hasPrefix($1) && $0.count > $1.count }
    #expect(starts == [true, true, true], "\(errors)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, sourceLocation: sourceLocation)
    for word in words {
      #expect(lines.contains { $0.contains(word) }, "\"\(word)\" in: \(errors)", sourceLocation: sourceLocation)
    }
  }

  /// Expects that the command did what it should.
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0 && !crashed, "\(errors)", sourceLocation: sourceLocation)
  }

  /// Expects that the command refuses how it is used.
  func expectUsageError(naming words: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 64, "\(errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(errors.contains(word), "\"\(word)\" in: \(errors)", sourceLocation: sourceLocation)
    }
  }
}
