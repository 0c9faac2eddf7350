import Core
import Matrices
import Reduction
import Stages
import Testing

/// Rows of Euclidean length 1.
@Suite struct UnitLengthTests {
  @Test func rowsOfZerosStayAndAreCounted() throws {
    let rows: [[Float]] = [[3, 4], [0, 0], [0, -2]]
    let space = try UnitLength().make([Matrix(rows)], StageContext(seed: 0))
    #expect(space.rows == Matrix([[0.6, 0.8], [0, 0], [0, -1]]))
    #expect(space.notices.map(\.kind) == ["zero-rows"] && space.notices[0].message.hasPrefix("1 row of zeros has"))
    #expect(try UnitLength().make([Matrix([rows[0], rows[2]])], StageContext(seed: 0)).notices.isEmpty)
  }
}
