import Clustering
import Matrices
import Results

/// The spaces of a run, each built when it is first needed, once.
///
/// What `run.json` says of them is known without building those that a former run described and that have not changed.
final class Spaces {
  private let resolution: Resolution
  private let report: (RunEvent) -> Void
  private var built: [String: SpaceBuilder.Built] = [:]
  private var summaries: [String: SpaceSummary] = [:]
  /// The reasons why spaces cannot be made, each found once.
  private var failures: [String: any ExplainedError] = [:]

  /// - Parameter former: what a former run said of its spaces.
  init(_ resolution: Resolution, former: [String: JSONValue], report: @escaping (RunEvent) -> Void) {
    self.resolution = resolution
    self.report = report
    for (name, json) in former {
      guard let summary = SpaceSummary(json), summary.fingerprint == resolution.fingerprints.space(name) else {
        continue
      }
      summaries[name] = summary
    }
  }

  /// The numbers of a space, one row an item.
  ///
  /// - Throws: `FusionError` and `ReductionError`.
  func rows(of name: String) throws -> Matrix {
    if let space = built[name] { return space.rows }
    if let failure = failures[name] { throw failure }
    guard let space = resolution.experiment.spaces.first(where: { $0.name == name }) else {
      throw HarnessError(.noItems)
    }
    report(.working(on: "the space \(name)"))
    let made = try build(space)
    built[name] = made
    summaries[name] = SpaceSummary(
      columns: made.rows.columns, notices: made.notices, fingerprint: resolution.fingerprints.space(name))
    return made.rows
  }

  private func build(_ space: Experiment.Space) throws -> SpaceBuilder.Built {
    do {
      return try SpaceBuilder(inputs: resolution.inputs).build(space)
    } catch let error as any ExplainedError where error.isOfRows {
      failures[space.name] = error
      throw error
    }
  }

  /// Lets the rows of a space go; they are built again when they are needed again.
  func forget(_ name: String) { built[name] = nil }

  /// The reason why the rows do not allow a space, which is built if nothing is known of it; nil for one that can be made.
  func failure(of name: String) throws -> (any ExplainedError)? {
    if summaries[name] != nil { return nil }
    do {
      _ = try rows(of: name)
      return nil
    } catch {
      guard let failure = failures[name] else { throw error }
      return failure
    }
  }

  /// What is known of a space, which is built if nothing is; nil for one that cannot be made.
  private func summary(of name: String) throws -> SpaceSummary? {
    try failure(of: name) == nil ? summaries[name] : nil
  }

  /// What `run.json` says of all spaces that can be made.
  func json() throws -> [String: JSONValue] {
    var all: [String: JSONValue] = [:]
    for space in resolution.experiment.spaces { all[space.name] = try summary(of: space.name)?.json }
    return all
  }

  /// What befell a space while it was built.
  func notices(of name: String) throws -> [Notice] {
    try (summary(of: name)?.notices ?? []).map { Notice(kind: $0.kind, message: "\(name): \($0.message)") }
  }
}

/// What `run.json` says of a space.
struct SpaceSummary: Equatable {
  var columns: Int
  var notices: [Notice]
  var fingerprint: String

  init(columns: Int, notices: [Notice], fingerprint: String) {
    self.columns = columns
    self.notices = notices
    self.fingerprint = fingerprint
  }

  /// Nil for what does not say all of it.
  init?(_ json: JSONValue) {
    guard case .integer(let columns)? = json["columns"], case .string(let fingerprint)? = json["fingerprint"],
      case .array(let notices)? = json["notices"]
    else { return nil }
    self.init(
      columns: columns,
      notices: notices.compactMap { notice in
        guard case .string(let kind)? = notice["kind"], case .string(let message)? = notice["message"] else {
          return nil
        }
        return Notice(kind: kind, message: message)
      }, fingerprint: fingerprint)
  }

  var json: JSONValue {
    [
      "columns": .integer(columns), "fingerprint": .string(fingerprint),
      "notices": .array(notices.map { ["kind": .string($0.kind), "message": .string($0.message)] }),
    ]
  }
}
