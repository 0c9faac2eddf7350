import Foundation

extension RunFolder {
  /// The time at which the run was first started; nil where it is not known.
  ///
  /// - Throws: ``ResultsError`` when these files cannot be read.
  package func started() throws -> Date? {
    try startedInTimings() ?? startedInRun()
  }

  /// `timings.json`, of which only this is read here.
  private func startedInTimings() throws -> Date? {
    struct Times: Decodable {
      struct Session: Decodable { var started: Date }
      var sessions: [Session]
    }
    guard let data = try contents(of: "timings.json") else { return nil }
    return try JSONFile.record(Times.self, in: data, path: path(of: "timings.json")).sessions.first?.started
  }

  /// `run.json`, which has it in runs without `timings.json`.
  private func startedInRun() throws -> Date? {
    struct Time: Decodable { var started: Date? }
    guard let data = try contents(of: Self.runFile) else { return nil }
    return try JSONFile.record(Time.self, in: data, path: path(of: Self.runFile)).started
  }
}
