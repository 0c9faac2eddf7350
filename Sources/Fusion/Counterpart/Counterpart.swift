import Clustering
import Core
import Matrices
import Reduction
import Stages

/// Rows beside their counterparts in a vocabulary of the same embedding space: of the nouns that describe the clusters of
/// the rows best, the mean with weights by their similarity to the row.
///
/// With its defaults this is text-aided clustering without training (Li et al., "Image clustering with external guidance",
/// ICML 2024). `select: nearest` with `assign: transport` makes the counterparts of Zhu et al. (AAAI 2026, arXiv 2512.00904),
/// reconstructed from the paper: weights from a transport plan between rows and nouns, times the cosines.
public struct Counterpart: NamingSpaceMaker {
  /// The way in which centers choose nouns.
  public enum Selection: String, Sendable, CaseIterable {
    /// Each noun belongs to its likeliest center, which takes the likeliest of its own.
    case classify
    /// Each center takes the nouns with the highest cosines.
    case nearest
  }

  /// The origin of a row's weights.
  public enum Assignment: String, Sendable, CaseIterable {
    /// The softmax of the cosines, divided by a temperature.
    case softmax
    /// The row of an entropic transport plan between rows and nouns, times the cosines.
    case transport
  }

  /// The form of the space.
  public enum Combination: String, Sendable, CaseIterable {
    /// The row and its counterpart side by side, each of length 1.
    case concatenate
    /// The counterpart alone.
    case replace
  }

  public static let name = "counterpart"
  public static let summary =
    "rows with their counterparts in a vocabulary: the nouns that describe them (Li et al. 2024)"
  public static let inputs = 1...1
  public static let parameters: [Parameter<Counterpart>] = [
    .reference("vocabulary", \.vocabulary, "the reference with the nouns, in the embedding space of the rows"),
    .integer(
      "k", \.clusters, in: 1...,
      "the number of classes, by which the number of centres is found; 10 where it is left out, with a note"),
    .integer(
      "centers", \.centers, in: 1...,
      "the number of centres that choose nouns; without it rows / 300 where there are 300 rows a class, else 3 k"),
    .integer("per-center", \.perCenter, in: 1..., "the most nouns that a centre chooses"),
    .choice(
      "select", \.select,
      "the choice of nouns: those that belong to a centre most clearly (classify), or those nearest to it"),
    .choice(
      "assign", \.assign,
      "the weights of the nouns: the softmax of the cosines, or optimal transport, times the cosines"),
    .number("temperature", \.temperature, in: .above(0), "the temperature of the softmax"),
    .number("epsilon", \.epsilon, in: .above(0), "the entropic regularization of the transport"),
    .number(
      "relaxation", \.relaxation, in: .above(0),
      "the price of unequal masses of the nouns in a transport; without it all nouns have the same mass"),
    .choice("combine", \.combine, "the counterpart beside the row (concatenate), or in its place"),
    .integer(
      "restarts", \.restarts, in: 1...,
      "the starts of the spherical k-means that finds the centres; of more than 20,000 rows they see a sample"),
  ]

  /// The name of the reference with the nouns.
  public var vocabulary: String?
  /// The number of classes, by which the number of centers is found; nil for 10.
  public var clusters: Int?
  /// The number of centers; nil for the paper's rule.
  public var centers: Int?
  /// The most nouns that a center chooses, at least 1.
  public var perCenter = 5
  /// The way in which centers choose nouns.
  public var select = Selection.classify
  /// The origin of a row's weights.
  public var assign = Assignment.softmax
  /// The temperature of the softmax.
  public var temperature = 0.005
  /// The entropic regularization of the transport, in units of the cost 1 − cosine.
  public var epsilon = 0.02
  /// The price of unequal masses of the nouns, in units of the cost; nil for equal masses.
  public var relaxation: Double?
  /// The form of the space.
  public var combine = Combination.concatenate
  /// The starts of the k-means that finds the centers, at least 1.
  public var restarts = 10

  public init() {}

  public var isStochastic: Bool { true }
  public static let takesFitRows = true

  public func columns(_ shape: Shape) -> Int { combine == .concatenate ? 2 * shape.allColumns : shape.allColumns }

  public func check(_ shape: Shape) throws {
    let size = try reference("vocabulary", in: shape)
    let (name, columns) = (vocabulary ?? "", shape.columns.first ?? 0)
    guard size.columns == columns else {
      throw unfit(
        "vocabulary", "\(name) has \(counted(size.columns, "column")), and the rows have \(columns.grouped)",
        "embed both with one model, such as the text and the image encoder of CLIP")
    }
    guard size.rows >= 2 else {
      throw unfit(
        "vocabulary", "\(name) has \(counted(size.rows, "row")), and at least 2 are needed to tell items apart",
        "give a larger vocabulary")
    }
    guard perCenter <= size.rows else {
      throw unfit(
        "per-center", "per-center is \(perCenter.grouped), and \(name) has \(counted(size.rows, "row"))",
        "set per-center to at most \(size.rows)")
    }
    if let centers, centers > shape.rows {
      throw StageError(
        Self.name,
        .unfitRows(
          cause: "centers is \(centers.grouped), found \(counted(shape.rows, "row"))",
          hint: shape.rows > 0 ? "set centers to at most \(shape.rows), or leave it out" : "give at least 1 row"))
    }
  }

  private func unfit(_ parameter: String, _ cause: String, _ hint: String) -> StageError {
    StageError(Self.name, .unfit(parameter: parameter, cause: cause, hint: hint))
  }

  /// The number of centers for so many rows: round(rows / 300) where there are 300 rows a class, else 3 for each class, at
  /// most the rows.
  package func centerCount(rows: Int) -> Int {
    if let centers { return centers }
    let classes = clusters ?? Self.assumedClasses
    let count = rows >= 300 * classes ? (rows + 150) / 300 : 3 * classes
    return min(count, rows)
  }

  private static let assumedClasses = 10

  /// Finds the nouns, and makes the space.
  ///
  /// - Parameter inputs: one matrix, in the embedding space of the vocabulary. Lengths of rows do not matter.
  /// - Returns: a space of twice the columns of the input, or as many, with the names that were kept.
  /// - Throws: `StageError` where the vocabulary does not fit the rows, or rows are zero or not finite;
  ///   `ClusteringError` where the centers cannot be found.
  /// - Complexity: that of k-means; O(rows · kept nouns · columns) beside it.
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try checkCount(of: inputs.count)
    try checkSettings()
    let reference = try reference("vocabulary", in: context)
    let own = context.fitRows?.first ?? inputs[0]
    try check(Shape(rows: own.rows, columns: own.columns, references: context.referenceShapes))
    try requireDirections(inputs[0])
    if context.fitRows != nil { try requireDirections(own, of: "the rows to learn from") }
    let nouns = try directions(of: reference)
    let items = inputs[0].plainDirections()
    let learned = context.fitRows == nil ? items : own.plainDirections()
    let found = try centers(of: learned, context)
    let centers = found.centers
    let selection =
      select == .classify
      ? NounSelection.classified(nouns, by: centers, perCenter: perCenter)
      : NounSelection.nearest(nouns, to: centers, perCenter: perCenter)
    let kept = nouns.selecting(rows: selection.nouns)
    var notices = found.notices + notices(of: selection, reference, found)
    let plan = try plan(learned, kept, context, &notices)
    let transform = CounterpartTransform(
      fusion: self, weights: weights(of: kept, potentials: plan?.referencePotentials))
    let (rows, largest) = transform.write(items)
    let names = selection.nouns.map { reference.names[$0] }
    var space = Space(
      rows, transform: transform,
      namedWeights: NamedWeights(
        names: names, count: largest.count, positions: largest.positions, weights: largest.shares),
      notices: notices)
    space.describer = CounterpartDescriber(rows: inputs[0], names: names, weights: transform.weights)
    space.facts = Self.facts(found, selection, nouns: nouns.rows, plan)
    return space
  }

  func weights(of nouns: Matrix, potentials: [Double]?) -> NounWeights {
    NounWeights(
      nouns: nouns, temperature: assign == .softmax ? temperature : epsilon, potentials: potentials,
      timesCosine: assign == .transport)
  }

  /// The transport from the rows to the nouns; nil for a softmax.
  private func plan(
    _ rows: Matrix, _ nouns: Matrix, _ context: StageContext, _ notices: inout [Notice]
  ) throws -> TransportPlan? {
    guard assign == .transport else { return nil }
    var transport = Transport(epsilon: epsilon)
    transport.referenceRelaxation = relaxation
    let plan: TransportPlan
    do {
      plan = try transport.plan(rows, to: nouns, isCancelled: context.isCancelled)
    } catch let error as TransportError {
      throw unfit("epsilon", error.cause, error.hint)
    }
    notices.append(notice(of: plan, tolerance: transport.tolerance))
    return plan
  }

  private func notice(of plan: TransportPlan, tolerance: Double) -> Notice {
    let error =
      "a marginal error of \(significant(plan.error)), measured in double precision on \(counted(plan.measuredRows, "row"))"
    guard plan.converged else {
      return Notice(
        kind: "not-converged",
        message:
          "the transport to the nouns stopped after \(plan.iterations.grouped) iterations, before the error of "
          + "\(significant(tolerance)) that ends it, with \(error); a larger epsilon than \(significant(epsilon)) takes fewer"
      )
    }
    var message = "the transport to the nouns took \(counted(plan.iterations, "iteration")) to \(error)"
    if plan.error > tolerance {
      message +=
        ", above \(significant(tolerance)): the iterations are in single precision, which ends there; "
        + "a larger epsilon than \(significant(epsilon)) has less"
    }
    return Notice(kind: "transport", message: message)
  }

  // MARK: - Rows and centers

  /// The nouns, each of length 1.
  private func directions(of reference: Reference) throws -> Matrix {
    let name = vocabulary ?? ""
    try requireDirections(
      reference.rows, of: name, parameter: "vocabulary", entriesHint: "read \(name) with nan: drop, or repair the file",
      zerosHint: "remove these rows and their names")
    return reference.rows.plainDirections()
  }

  private func notices(
    of selection: NounSelection, _ reference: Reference, _ found: ChoosingCenters
  ) -> [Notice] {
    var notices: [Notice] = []
    let centers = found.centers.rows
    if self.centers == nil, clusters == nil {
      notices.append(
        Notice(
          kind: "k-assumed",
          message:
            "\(centers.grouped) centres, by the rule for \(Self.assumedClasses) classes: set k or centers for others"))
    }
    var message =
      "\(selection.nouns.count.grouped) of \(counted(reference.rows.rows, "row")) of \(vocabulary ?? "") are kept, "
      + "chosen by \(counted(centers, "centre"))"
    if selection.emptyCenters > 0 { message += "; \(selection.emptyCenters.grouped) of these chose none" }
    if let least = found.objectives.min(), let most = found.objectives.max(), found.objectives.count > 1 {
      // Starts that find the same clusters differ by rounding alone.
      let ends = [significant(least), significant(most)].uniqued.joined(separator: " to ")
      message += "; the \(found.objectives.count.grouped) starts that found them reached an inertia of \(ends)"
    }
    if let sample = found.sample {
      let inertia = significant(sample.inertia)
      message +=
        "; starts saw \(counted(sample.rows, "row")) drawn at random, and the best one was continued on all rows, to \(inertia)"
    }
    if selection.nouns.count == 1 { message += "; one alone tells no items apart" }
    notices.append(Notice(kind: "nouns-kept", message: message))
    return notices
  }
}

extension Counterpart {
  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (shape.rows, shape.columns.first ?? 0)
    let count = centerCount(rows: rows)
    let nouns = shape.references.values.first?.rows ?? 0
    let kept = min(nouns, count * perCenter)
    let starts = startRows(rows: rows)
    func kmeans(_ restarts: Int, rows: Int) -> Cost? {
      KMeans(clusters: max(count, 1), restarts: restarts, metric: .spherical).cost(Shape(rows: rows, columns: columns))
    }
    let choosing = [kmeans(restarts, rows: starts), starts < rows ? kmeans(1, rows: rows) : nil].compactMap(\.self)
    let products = Double(columns) * (Double(nouns) * Double(count) + 2 * Double(rows) * Double(kept))
    // An iteration of a transport reads the kernel once; some hundred of them.
    let plan = assign == .transport ? 200 * 4 * Double(rows) * Double(kept) : 0
    let held = assign == .transport ? min(400_000_000, rows * kept * MemoryLayout<Float>.stride) : 0
    return Cost(
      operations: choosing.reduce(products + plan) { $0 + $1.operations }, iteration: 0,
      bytes: max(choosing.map(\.bytes).max() ?? 0, held) + 3 * rows * columns * MemoryLayout<Float>.stride
        + nouns * columns * MemoryLayout<Float>.stride)
  }
}

/// Three significant digits.
private func significant(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return "\(value)" }
  var (unit, digits) = (1.0, 0)
  while abs(value) * unit < 100, digits < 12 { (unit, digits) = (unit * 10, digits + 1) }
  let text = "\((value * unit).rounded() / unit)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
