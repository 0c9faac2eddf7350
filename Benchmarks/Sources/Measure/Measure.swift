import Core
import Foundation
import Matrices

/// `Measure '{"work": "kmeans", "rows": "visual.npy", …}'`: reads its data, says that it is ready, and then does the
/// work once for each line that it is sent, answering each with a line of JSON. So the two sides of a comparison can
/// take turns, each with its data in memory, and what is timed is the work alone.
///
/// The data is read again before each further round, outside of the time: a matrix keeps what was computed of it, such as
/// neighbours, and a round must not profit from the one before.
@main
struct Measure {
  static func main() {
    do {
      guard CommandLine.arguments.count == 2 else { throw SettingsError.usage }
      let settings = try JSONDecoder().decode(Settings.self, from: Data(CommandLine.arguments[1].utf8))
      try Threads.$count.withValue(settings.threads) { try serve(settings) }
    } catch {
      let message = (error as? any ExplainedError).map { "\($0.failure)\ncause: \($0.cause)" } ?? "\(error)"
      FileHandle.standardError.write(Data("error: \(message)\n".utf8))
      exit(1)
    }
  }

  private static func serve(_ settings: Settings) throws {
    var prepared: Work? = try settings.prepare()
    say("{\"ready\": true}")
    while readLine() != nil {
      let work = try prepared ?? settings.prepare()
      prepared = nil
      let start = ContinuousClock.now
      let quality = try work()
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      say(try String(decoding: JSONEncoder().encode(Answer(seconds: seconds, quality: quality())), as: UTF8.self))
    }
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}

/// The answer for one repetition of the work.
struct Answer: Encodable {
  let seconds: Double
  /// Named numbers, such as the inertia, by which the two sides are held to the same result.
  let quality: [String: [Double]]
}
