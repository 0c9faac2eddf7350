import Core
import Matrices

/// The context of a method beside its inputs. There are no labels in it: nothing that clusters sees the truth.
public struct StageContext: Sendable {
  /// The source of all randomness; draw from its streams alone.
  public var seed: Seed
  /// True for the first seed of a run, under which a convention may stand for a random choice, as with the signs of
  /// principal components.
  public var isFirstSeed: Bool
  /// The store of the work on the same rows that further seeds need again, with ``SharedWork/value(_:make:)``. A clusterer
  /// shares it with the other clusterers of its kind on the space; it is empty where the rows change with the seed.
  public var shared: SharedWork
  /// The references that the method's parameters name, by name.
  public var references: [String: Reference]
  /// The rows of each input from which a method learns instead of those that it makes a space of, such as those of a training
  /// part; nil for these. Only methods with ``SpaceMaker/takesFitRows`` are given any.
  public var fitRows: [Matrix]?
  /// The function that is told the share of the work that is done, from 0 to 1.
  public var progress: @Sendable (Double) -> Void
  /// The function that returns true when the result is no longer wanted; a long method asks now and then, on the thread that
  /// called it, and throws `CancellationError`. By default it is true once the task of that thread is cancelled.
  public var isCancelled: @Sendable () -> Bool

  /// Makes a context; of all parts only the seed is needed.
  public init(
    seed: Seed, isFirstSeed: Bool = true, shared: SharedWork = SharedWork(), references: [String: Reference] = [:],
    fitRows: [Matrix]? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled }
  ) {
    self.seed = seed
    self.isFirstSeed = isFirstSeed
    self.shared = shared
    self.references = references
    self.fitRows = fitRows
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

/// Named rows that are not items, such as the embeddings of nouns.
public struct Reference: Sendable {
  /// The rows, one for each name.
  public let rows: Matrix
  /// The name of each row.
  public let names: [String]

  /// Makes a reference.
  ///
  /// - Precondition: as many names as rows.
  public init(rows: Matrix, names: [String]) {
    precondition(rows.rows == names.count, "\(names.count) names for \(rows.rows) rows")
    self.rows = rows
    self.names = names
  }
}
