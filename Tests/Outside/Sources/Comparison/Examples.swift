import Fusebench

/// The first lines of the documentation.
func runExample() throws {
  let experiment = try ExperimentFile.read("experiment.yaml", vocabulary: .standard)
  let run = try Runner(experiment, into: RunFolder(path: "runs/first")).run()
  print(try SummaryTable(of: run).text(as: .terminal))
}

/// The report of a run that is stored.
func reportExample() throws -> [String] {
  let run = try StoredRun(in: RunFolder(path: "runs/emoji"))
  let paths = try RunReport(of: run).write().paths
  return paths
}

/// Rows of numbers, made and read.
func matrixExample() -> (sum: Float, first: Double) {
  let matrix = Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
  let sum = matrix.withRow(1) { row in row.indices.reduce(0) { $0 + row[$1] } }
  let far = Matrix(exactly: [[1e9 + 0.25], [1e9 + 0.5]])
  let first = far.withTrueRow(0) { $0[0] }
  return (sum, first)
}
