import Clustering
import Core
import Experiments
import Matrices
import Results
import Stages

/// Makes the rows of a space from those of its inputs, step by step.
package struct SpaceBuilder {
  /// The rows of the inputs, in the space's order.
  let inputs: [Matrix]
  let seed: UInt64
  /// True for the first seed of the run.
  let isFirstSeed: Bool
  /// The work that further seeds and weights need again, by step.
  var shared: StepWork
  /// The rows of each input from which the first step learns; nil for the inputs themselves.
  let fitRows: [Matrix]?
  /// The references of the run, of which each step is given those that it reads.
  let references: References
  /// The number of spaces in a row that the space is made of: 0 for one of feature sets alone.
  let depth: Int

  package init(
    inputs: [Matrix], fitRows: [Matrix]? = nil, seed: UInt64, isFirstSeed: Bool, shared: StepWork = StepWork(),
    references: References = References(), depth: Int = 0
  ) {
    self.inputs = inputs
    self.fitRows = fitRows
    self.seed = seed
    self.isFirstSeed = isFirstSeed
    self.shared = shared
    self.references = references
    self.depth = depth
  }

  /// Makes the space; a feature set as it is costs nothing.
  ///
  /// - Throws: the methods' errors; `StageError` for a method of a space that is a graph.
  package func build(_ space: Experiment.Space) throws -> Space {
    var made = Space(inputs[0])
    var transforms: [any SpaceTransform] = []
    for (index, step) in space.steps.enumerated() {
      let parts = index == 0 ? inputs : [made.rows]
      try Self.requireCoordinates(of: parts, for: step)
      let next = try step.make(parts, context(of: step, at: index))
      if let transform = next.transform { transforms.append(transform) }
      // The last one counts of several steps with components, or with names.
      made = made.followed(by: next)
    }
    // A space takes new rows only if each of its steps does.
    if !transforms.isEmpty, transforms.count == space.steps.count { made.transform = ChainedTransform(transforms) }
    return made
  }

  /// Throws where a part is a graph, whose rows have no coordinates of their own.
  private static func requireCoordinates(of parts: [Matrix], for step: any SpaceMaker) throws {
    guard let graph = parts.lazy.compactMap({ $0.structure as? NeighborGraph }).first else { return }
    throw StageError(
      step.kind,
      .unfitRows(
        cause:
          "a part is a graph of \(counted(graph.rows, "row")) and \(counted(graph.edges, "edge")), and \(step.kind) needs "
          + "coordinates",
        hint: "name the parts of the graph instead, or cluster the graph by spectral"))
  }

  /// The context of a step. Steps after the first, and spaces made of others, have streams of their own, so that two methods
  /// of one kind, one after the other, draw different numbers.
  private func context(of step: any SpaceMaker, at index: Int) -> StageContext {
    let own = depth == 0 ? Seed(seed) : Seed(seed).derived("depth", depth)
    var context = references.context(
      of: step, seed: index == 0 ? own : own.derived("step", index), isFirstSeed: isFirstSeed, shared: shared[index])
    if index == 0 { context.fitRows = fitRows }
    return context
  }
}

extension Space {
  /// The space that the next step made of this one, without a transform: the names, weights and numbers of the last step are kept.
  fileprivate func followed(by next: Space) -> Space {
    var made = Space(
      next.rows, explainedVariance: next.explainedVariance ?? explainedVariance,
      namedWeights: next.namedWeights ?? namedWeights, notices: notices + next.notices)
    made.describer = next.namedWeights == nil ? describer : next.describer
    made.partWeights = next.partWeights ?? partWeights
    made.facts = facts.merging(next.facts) { $1 }
    return made
  }
}

/// The shared work of each step of a space.
///
/// The shared work of a step depends on its inputs; so the work of steps after one that depends on the seed is not
/// kept.
package struct StepWork {
  private let steps: [SharedWork]

  /// - Parameters:
  ///   - space: the space whose steps share.
  ///   - inputsVary: true where its inputs depend on the seed.
  package init(_ space: Experiment.Space, inputsVary: Bool) {
    let fixed = inputsVary ? 0 : 1 + (space.steps.firstIndex { $0.isStochastic } ?? space.steps.count)
    steps = space.steps.prefix(fixed).map { _ in SharedWork() }
  }

  /// No work is shared.
  package init() { steps = [] }

  subscript(step: Int) -> SharedWork { steps.indices.contains(step) ? steps[step] : SharedWork() }
}

extension Experiment.Space {
  /// The steps with the shapes that they are given.
  private func steps(on shape: Shape) -> [(maker: any SpaceMaker, shape: Shape)] {
    var columns = shape.columns
    return steps.map { step in
      let own = Shape(rows: shape.rows, columns: columns, references: step.named(of: shape.references))
      columns = [step.columns(own)]
      return (step, own)
    }
  }

  /// Throws what making the space would throw for the rows and columns of its inputs and references alone.
  func check(_ shape: Shape) throws {
    for step in steps(on: shape) { try step.maker.check(step.shape) }
  }

  /// The columns of the space; the most that it can have where only the data tell.
  func columns(_ shape: Shape) -> Int {
    steps(on: shape).last.map { $0.maker.columns($0.shape) } ?? shape.allColumns
  }

  /// The likely operations of making the space so many times, each under another seed; 0 for those of unknown cost.
  ///
  /// - Parameter inputsVary: true where its inputs depend on the seed, so that no work is shared.
  func operations(_ shape: Shape, times: Int, inputsVary: Bool) -> Double {
    let fixed = inputsVary ? 0 : 1 + (self.steps.firstIndex { $0.isStochastic } ?? self.steps.count)
    return steps(on: shape).enumerated().reduce(0) { sum, step in
      guard let cost = step.element.maker.cost(step.element.shape) else { return sum }
      let shared = step.offset < fixed ? cost.shared : 0
      return sum + shared + Double(times) * (cost.operations - shared)
    }
  }

  /// The most bytes that a step holds beside its inputs; 0 for those of unknown cost.
  func bytes(_ shape: Shape) -> Int {
    steps(on: shape).reduce(0) { max($0, $1.maker.cost($1.shape)?.bytes ?? 0) }
  }
}
