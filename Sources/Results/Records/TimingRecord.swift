import Foundation

/// The content of `timings.json`: the time at which a run was computed, and how long that took.
///
/// It is the one file of a run that differs when the same run is made again.
package struct TimingRecord: Codable, Sendable, Equatable {
  /// One start of the command that computed something; a run that was stopped has several.
  package struct Session: Codable, Sendable, Equatable {
    /// To the second.
    package var started: Date
    @NullUnlessFinite package var seconds: Double
    package var threads: Int
    /// The numbers of trials that were clustered, and that were there already.
    package var clustered: Int
    package var reused: Int

    package init(started: Date, seconds: Double = .nan, threads: Int, clustered: Int = 0, reused: Int = 0) {
      self.started = Date(timeIntervalSince1970: started.timeIntervalSince1970.rounded(.down))
      self.seconds = seconds
      self.threads = threads
      self.clustered = clustered
      self.reused = reused
    }
  }

  /// One of a list of times.
  package struct Trial: Codable, Sendable, Equatable {
    package var trial: TrialIdentity
    /// The seconds of the clustering, without the scores.
    package var seconds: Double

    package init(_ trial: TrialIdentity, seconds: Double) {
      self.trial = trial
      self.seconds = seconds
    }
  }

  /// The latest last.
  package var sessions: [Session]
  /// The trials whose time is known: that of the last ones before a kill may be lost.
  package var trials: [Trial]
  /// The seconds that the map of each space took.
  package var maps: [String: Double]

  package init(sessions: [Session] = [], trials: [Trial] = [], maps: [String: Double] = [:]) {
    self.sessions = sessions
    self.trials = trials
    self.maps = maps
  }

  /// The seconds of all sessions whose time is known.
  package var seconds: Double { sessions.map(\.seconds).filter(\.isFinite).reduce(0, +) }
}

extension RunFolder {
  /// Writes `timings.json`.
  package func write(_ timings: TimingRecord) throws {
    try write(JSONFile.data(timings, path: path(of: Self.timingsFile)), to: Self.timingsFile)
  }

  /// The stored times, or nil when there are none that can be read.
  package func timings() throws -> TimingRecord? {
    guard let data = try contents(of: Self.timingsFile) else { return nil }
    return try? JSONFile.record(TimingRecord.self, in: data, path: path(of: Self.timingsFile))
  }

  static let timingsFile = "timings.json"
}
