import Core
import Matrices
import Stages

/// A mixture of Gaussians fitted by expectation–maximization (Dempster, Laird and Rubin, "Maximum likelihood from
/// incomplete data via the EM algorithm", 1977).
///
/// The defaults are scikit-learn's: one start from k-means, at most 100 iterations, until the mean log-likelihood per
/// row changes by less than the tolerance. Where a covariance is not positive definite, its regularization is raised
/// stepwise and a notice says so. Steps are fast where that keeps the digits that matter, and else in `Double`.
public struct GaussianMixture: FixedCountClusterer {
  /// The shapes that the components may have.
  public enum Covariance: String, Sendable, CaseIterable {
    /// Any ellipsoid, each component its own.
    case full
    /// An ellipsoid along the axes, each component its own.
    case diag
    /// One ellipsoid that all components share.
    case tied
    /// A ball, each component its own.
    case spherical
  }

  /// The start of the iterations.
  public enum Start: Sendable, Equatable {
    /// The partition of a k-means with one start.
    case kMeans
    /// The responsibilities, clusters × rows: how much of each row each component takes, summing to 1 over components.
    case responsibilities(Matrix)
  }

  public static let name = "gmm"
  public static let summary = "Gaussian mixture by expectation-maximization (Dempster, Laird and Rubin 1977)"
  public static let parameters: [Parameter<GaussianMixture>] = [
    .integer("k", \.clusters, in: 1..., "the number of components; the number of classes where it is left out"),
    .choice("covariance", \.covariance, "the shapes that the components may have"),
    .integer("restarts", \.restarts, in: 1..., "the number of starts; the highest log-likelihood wins"),
    .integer("iterations", \.maximumIterations, in: 1..., "the largest number of iterations of a start"),
    .number(
      "tolerance", \.tolerance, in: .atLeast(0),
      "the change of the mean log-likelihood per row that ends a start"),
    .number(
      "regularization", \.regularization, in: .atLeast(0), "the number added to the diagonal of every covariance"),
  ]

  /// The number of components; nil for the number of classes.
  public var clusters: Int?
  /// The shapes that the components may have; full ellipsoids by default.
  public var covariance: Covariance
  /// The number of starts that compete, at least 1; the highest log-likelihood wins.
  public var restarts: Int
  /// The largest number of iterations of a start, at least 1.
  public var maximumIterations: Int
  /// The change of the mean log-likelihood per row, in nats, that counts as none; at least 0.
  public var tolerance: Double
  /// The number added to the diagonal of every covariance, in squared units of the rows; at least 0.
  public var regularization: Double
  /// The start of the iterations.
  public var start: Start

  /// Makes the method; ranges are checked when it is used.
  public init(
    clusters: Int? = nil, covariance: Covariance = .full, restarts: Int = 1, maximumIterations: Int = 100,
    tolerance: Double = 1e-3, regularization: Double = 1e-6, start: Start = .kMeans
  ) {
    self.clusters = clusters
    self.covariance = covariance
    self.restarts = restarts
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
    self.regularization = regularization
    self.start = start
  }

  public init() { self.init(clusters: nil) }

  public var forRefits: GaussianMixture {
    var single = self
    single.restarts = 1
    single.maximumIterations = min(maximumIterations, 30)
    return single
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    try requireDistinctRows(rows, clusters: clusters)
    try requireMemory(clusters: clusters, columns: rows.columns, bytes: 4)
  }

  /// Each component keeps columns² numbers of so many bytes, and the sums take some of them in `Double`.
  private func requireMemory(clusters: Int, columns: Int, bytes: Int) throws {
    guard covariance == .full || covariance == .tied else { return }
    let matrices = covariance == .full ? clusters : 1
    let (entries, overflow) = columns.multipliedReportingOverflow(by: columns)
    let (needed, more) = entries.multipliedReportingOverflow(by: bytes * matrices + 6 * 8)
    guard !overflow, !more, needed <= Memory.left else {
      throw ClusteringError(
        .covarianceTooLarge(columns: columns, needed: overflow || more ? .max : needed, memory: Memory.left))
    }
  }

  /// Fits the mixture, and puts each row into its likeliest component.
  ///
  /// - Returns: a partition without noise, the mean log-likelihood per row in nats as the objective, and a
  ///   ``GaussianMixtureModel``.
  /// - Throws: ``ClusteringError`` where there are fewer rows than components, no columns, an entry that is not
  ///   finite, a row longer than 1e15, a start of another shape, a covariance that stays singular, or too little
  ///   memory; ``StageError`` for a parameter out of range or a missing number of components.
  /// - Complexity: at most O(rows · clusters · columns²) an iteration for `full`, but O(rows · columns²) where few
  ///   components are within reach of a row; O(rows · columns²) for `tied`; O(rows · clusters · columns) for `diag` and
  ///   `spherical`. Memory O(clusters · (rows + columns²)) for `full`, O(clusters · columns + rows) along the axes.
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    func run(_ restart: Int) throws -> EMRun {
      try emRun(
        rows, from: startingResponsibilities(rows, clusters: clusters, restart: restart, seed: context.seed))
    }
    var best = try run(0)
    for restart in 1..<max(restarts, 1) {
      let other = try run(restart)
      if other.logLikelihood > best.logLikelihood { best = other }
    }
    return Clustering(
      Partition(labels: best.labels, clusters: clusters),
      objective: .init("mean log-likelihood", best.logLikelihood),
      history: best.history,
      converged: best.converged,
      model: best.model,
      notices: notices(of: best, clusters: clusters))
  }

  /// The result of EM from one start.
  private struct EMRun {
    let model: GaussianMixtureModel
    let labels: [Int32]
    let logLikelihood: Double
    let history: [Double]
    let converged: Bool
    /// The largest regularization that a covariance took; nil where that asked for was enough.
    let raised: Double?
  }

  /// Runs EM with fast steps where they keep the digits that matter, and else with steps in `Double`.
  private func emRun(_ rows: Matrix, from start: Matrix) throws -> EMRun {
    let units = MixtureUnits(rows, regularization: regularization)
    if rows.remainder == nil {
      do {
        return try emRun(FastMaximization(rows, covariance: covariance, units: units), from: start, units)
      } catch is LostDigits {}
    }
    try requireMemory(clusters: start.rows, columns: rows.columns, bytes: 8)
    return try emRun(ExactMaximization(rows, covariance: covariance, units: units), from: start, units)
  }

  private func emRun(_ steps: some Maximization, from start: Matrix, _ units: MixtureUnits) throws -> EMRun {
    var (maximum, labels) = (try steps.maximize(start), start.largestOfColumns())
    var history: [Double] = []
    var converged = false
    var raised = maximum.regularization
    while history.count < maximumIterations, !converged {
      let expectation = maximum.model.expect(steps.rows, guesses: labels, steps.wanted)
      labels = expectation.labels
      if let last = history.last { converged = abs(expectation.logLikelihood - last) < tolerance }
      history.append(expectation.logLikelihood)
      maximum = try steps.maximize(expectation, of: maximum.model)
      raised = max(raised, maximum.regularization)
    }
    // One more expectation, so that labels and likelihood are those of the model returned.
    let final = maximum.model.expect(steps.rows, guesses: labels)
    return EMRun(
      model: maximum.model, labels: final.labels, logLikelihood: final.logLikelihood, history: history,
      converged: converged, raised: raised > units.regularization ? units.frame.trueSquare(of: raised) : nil)
  }

  private func startingResponsibilities(
    _ rows: Matrix, clusters: Int, restart: Int, seed: Seed
  ) throws -> Matrix {
    switch start {
    case .kMeans:
      let labels = try KMeans(restarts: 1)
        .labels(of: rows, clusters: clusters, seed: seed.derived("gmm-start", restart))
      return Matrix(rows: clusters, columns: rows.rows) { block in
        for (row, label) in labels.enumerated() { block[Int(label), row] = 1 }
      }
    case .responsibilities(let given):
      guard given.rows == clusters, given.columns == rows.rows else {
        throw ClusteringError(
          .startShape(
            expectedRows: clusters, expectedColumns: rows.rows, foundRows: given.rows, foundColumns: given.columns))
      }
      try requireFinite(given)
      return given
    }
  }

  private func notices(of run: EMRun, clusters: Int) -> [Notice] {
    var notices: [Notice] = []
    if !run.converged {
      notices.append(
        Notice(
          kind: "not-converged",
          message: "the Gaussian mixture stopped after \(counted(maximumIterations, "iteration")) without converging"))
    }
    if let raised = run.raised {
      notices.append(
        Notice(
          kind: "regularization-raised",
          message: "a covariance was not positive definite; the regularization was raised from \(regularization) to "
            + "\(raised)"))
    }
    if covariance == .full || covariance == .tied {
      let (rows, columns) = (run.labels.count, run.model.centers.columns)
      let share = covariance == .full ? rows / clusters : rows
      if share <= columns {
        notices.append(
          Notice(
            kind: "covariance-undetermined",
            message:
              "\(covariance.rawValue) covariances of \(counted(columns, "column")) need more than \(counted(columns, "row")) each, and "
              + "there are about \(share): the regularization determines it; use covariance: diag, or reduce the features"
          ))
      }
    }
    let used = Set(run.labels).count
    if used < clusters {
      notices.append(
        Notice(kind: "empty-cluster", message: "only \(used) of \(clusters) components are the likeliest of any row"))
    }
    return notices
  }
}

extension Matrix {
  /// The row that is largest in each column; the lowest of equals.
  fileprivate func largestOfColumns() -> [Int32] {
    withRows { values in
      (0..<values.columns).map { column in
        var best = 0
        for row in 1..<max(values.rows, 1) where values[row, column] > values[best, column] { best = row }
        return Int32(truncatingIfNeeded: best)
      }
    }
  }
}
