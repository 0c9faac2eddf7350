#pragma once

// The check of the processor that runs before anything else of the command; there is nothing to call.
